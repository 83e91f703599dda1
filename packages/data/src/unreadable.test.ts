/** What the file system refuses: read by a process without rights, since root may read everything. */
import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readDataset } from './read-dataset.js';
import { outputOf, startChild } from './__fixtures__/child.js';
import { plain, temporaryFolder, writeFiles } from './__fixtures__/files.js';

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
const user = isRoot ? NOBODY : undefined;

/** What a module prints as JSON, run by someone who owns none of the files. */
const asNobody = async (code: string, args: readonly string[]): Promise<unknown> =>
  JSON.parse(await outputOf(startChild(code, args, user)));

/** Root cannot always give its rights away, nor may everyone enter the folder of this package. */
const hasRightsToLose =
  process.platform !== 'win32' &&
  (await asNobody("import('@cvg/data').then(() => console.log('true'));", []).catch(() => false)) === true;
const describeIt = hasRightsToLose ? describe : describe.skip;

/** A folder that anyone may enter and write into. */
const openFolder = (): string => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o777);
  return folder;
};

describeIt('files and folders without the right to read them (needs a user to become)', () => {
  it('lists them, and uses the others', async () => {
    const png = await plain([1, 2, 3]).png().toBuffer();
    const parent = openFolder();
    const from = writeFiles(join(parent, 'photos'), {
      ...{ 'a/1.png': png, 'a/secret.png': png, 'a/deep/2.png': png, 'b/1.png': png, 'c/1.png': png },
    });
    chmodSync(join(from, 'a', 'secret.png'), 0);
    chmodSync(join(from, 'a', 'deep'), 0);
    chmodSync(join(from, 'b'), 0);
    const code = `
      import { prepareFolder } from '@cvg/data';
      const [from, to] = process.argv.slice(1);
      const { classes, emptyClasses, source, rejected } = await prepareFolder(from, to, { size: 2 });
      console.log(JSON.stringify({ classes, emptyClasses, files: source.files, rejected }));`;
    const unreadable = { reason: 'unreadable', detail: 'EACCES: permission denied' };
    expect(await asNobody(code, [from, join(parent, 'to')])).toEqual({
      ...{ classes: ['a', 'c'], emptyClasses: ['b'], files: ['a/1.png', 'c/1.png'] },
      rejected: [
        { file: 'a/deep', ...unreadable },
        { file: 'a/secret.png', ...unreadable },
        { file: 'b', ...unreadable },
      ],
    });
  });

  it('names the folder or the list that cannot be read, and what cannot be written, and leaves nothing', async () => {
    const parent = openFolder();
    const from = writeFiles(join(parent, 'photos'), { 'a/1.png': await plain([1, 2, 3]).png().toBuffer() });
    const shut = join(parent, 'shut');
    mkdirSync(shut, { mode: 0o700 });
    const birds = writeFiles(join(parent, 'birds'), { 'images.txt': '1 a.jpg\n' });
    chmodSync(join(birds, 'images.txt'), 0);
    const code = `
      import { detectDataset, prepareFolder, readDataset } from '@cvg/data';
      const [from, shut, birds, to] = process.argv.slice(1);
      const calls = [
        () => detectDataset(shut),
        () => prepareFolder(shut, to, { size: 2 }),
        () => readDataset('cub-200-2011', birds),
        () => prepareFolder(from, shut + '/to', { size: 2 }),
      ];
      const messages = [];
      for (const call of calls) messages.push(await call().then(() => 'none', (error) => error.message));
      console.log(JSON.stringify(messages));`;
    const messages = await asNobody(code, [from, shut, birds, join(parent, 'to')]);
    const denied = 'EACCES: permission denied';
    expect(messages).toEqual([
      `${shut}: cannot be read as a folder (${denied}).`,
      `${shut}: cannot be read as a folder (${denied}).`,
      `${birds}/images.txt: cannot be read (${denied}).`,
      expect.stringMatching(new RegExp(`${denied}.*${shut}`)),
    ]);
    expect(readdirSync(parent).sort()).toEqual(['birds', 'photos', 'shut']);
    expect(readdirSync(shut)).toEqual([]);
  });

  it('tells photos of a list that may not be read from those that are not there', async () => {
    const birds = writeFiles(join(openFolder(), 'birds'), {
      'images/Auk/1.jpg': '',
      'images/Owl/1.jpg': '',
      'lists/train.txt': 'Auk/1.jpg\nAuk/2.jpg\nOwl/1.jpg\n',
      'lists/test.txt': 'Auk/3.jpg\n',
    });
    chmodSync(join(birds, 'images', 'Owl'), 0);
    const code = `
      import { readDataset } from '@cvg/data';
      console.log(JSON.stringify((await readDataset('cub-200', process.argv[1])).rejected));`;
    const missing = { reason: 'missing', detail: 'it is listed, but not there' };
    expect(await asNobody(code, [birds])).toEqual([
      { file: 'images/Auk/2.jpg', ...missing },
      { file: 'images/Owl/1.jpg', reason: 'unreadable', detail: 'EACCES: permission denied' },
      { file: 'images/Auk/3.jpg', ...missing },
    ]);
  });
});

it('lists a photo of a list that is a link in circles', async () => {
  const root = writeFiles(temporaryFolder(), {
    'lists/train.txt': 'Auk/1.jpg\n',
    'lists/test.txt': 'Auk/2.jpg\n',
  });
  mkdirSync(join(root, 'images', 'Auk'), { recursive: true });
  symlinkSync('1.jpg', join(root, 'images', 'Auk', '1.jpg'));
  symlinkSync('gone.jpg', join(root, 'images', 'Auk', '2.jpg'));
  expect((await readDataset('cub-200', root)).rejected).toEqual([
    {
      ...{ file: 'images/Auk/1.jpg', reason: 'unreadable' },
      detail: 'ELOOP: too many symbolic links encountered',
    },
    { file: 'images/Auk/2.jpg', reason: 'missing', detail: 'it is listed, but not there' },
  ]);
});
