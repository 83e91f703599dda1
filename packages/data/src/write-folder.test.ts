import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { assertOutside, writeFolder, type Workspace } from './write-folder.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';

const writeOne =
  (content: string) =>
  async ({ folder }: Workspace): Promise<string> => {
    await writeFile(join(folder, 'file'), content);
    return content;
  };
const always = { replaces: (): Promise<boolean> => Promise.resolve(true) };

describe('writeFolder', () => {
  it('makes a folder, and those above it', async () => {
    const to = join(temporaryFolder(), 'deep', 'er');
    expect(await writeFolder(to, writeOne('new'))).toBe('new');
    expect(readdirSync(join(to, '..'))).toEqual(['er']);
    expect(readFileSync(join(to, 'file'), 'utf8')).toBe('new');
  });

  it('has the final name only when all is written', async () => {
    const parent = temporaryFolder();
    const to = join(parent, 'to');
    await writeFolder(to, (workspace) => {
      expect(readdirSync(parent)).toEqual([`to.partial-${hostname()}-${process.pid}`]);
      return writeOne('new')(workspace);
    });
    expect(readdirSync(parent)).toEqual(['to']);
  });

  it('leaves nothing behind after an error', async () => {
    const parent = temporaryFolder();
    const broken = async (workspace: Workspace): Promise<never> => {
      await writeOne('half')(workspace);
      throw new Error('disk full');
    };
    await expect(writeFolder(join(parent, 'to'), broken)).rejects.toThrow('disk full');
    expect(readdirSync(parent)).toEqual([]);
    await writeFolder(join(parent, 'to'), writeOne('old'));
    await expect(writeFolder(join(parent, 'to'), broken, always)).rejects.toThrow('disk full');
    expect(readFileSync(join(parent, 'to', 'file'), 'utf8')).toBe('old');
    expect(readdirSync(parent)).toEqual(['to']);
  });

  it('puts the old folder back when the new one cannot take its name', async () => {
    const parent = temporaryFolder();
    const to = join(parent, 'to');
    await writeFolder(to, writeOne('old'));
    let asked = 0;
    // The second time it is asked just before the names change.
    const replaces = async (): Promise<boolean> => {
      if (++asked === 2) await rm(`${to}.partial-${hostname()}-${process.pid}`, { recursive: true });
      return true;
    };
    await expect(writeFolder(to, writeOne('new'), { replaces })).rejects.toThrow('ENOENT');
    expect(readFileSync(join(to, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(parent)).toEqual(['to']);
  });

  it('replaces an empty folder, and another one only if it may', async () => {
    const parent = temporaryFolder();
    const to = join(parent, 'to');
    mkdirSync(to);
    await writeFolder(to, writeOne('first'));
    await expect(writeFolder(to, writeOne('second'))).rejects.toThrow(
      `${to}: exists already and is not empty; choose another name, or replace a prepared folder with overwrite (--overwrite).`,
    );
    const never = { replaces: (): Promise<boolean> => Promise.resolve(false) };
    await expect(writeFolder(to, writeOne('second'), never)).rejects.toThrow(
      `${to}: exists already and is no prepared folder, so it is not overwritten.`,
    );
    expect(readFileSync(join(to, 'file'), 'utf8')).toBe('first');
    await writeFolder(to, writeOne('second'), always);
    expect(readFileSync(join(to, 'file'), 'utf8')).toBe('second');
    writeFileSync(join(parent, 'file'), '');
    await expect(writeFolder(join(parent, 'file'), writeOne(''), always)).rejects.toThrow(
      'is no prepared folder',
    );
    expect(readdirSync(parent).sort()).toEqual(['file', 'to']);
  });

  it('removes what killed processes of this machine left, and nothing else', async () => {
    const parent = temporaryFolder();
    const mark = `to.partial-${hostname()}-`;
    const dead = 2 ** 22 + 1; // above the largest process number of Linux
    const kept = [
      `${mark}${process.ppid}`,
      'to.partial-another host-1',
      `other.partial-${hostname()}-${dead}`,
      `${mark}x`,
    ];
    const gone = [`${mark}${dead}`, `${mark}${process.pid}`];
    for (const name of [...kept, ...gone]) writeFiles(parent, { [`${name}/file`]: '' });
    await writeFolder(join(parent, 'to'), writeOne('new'));
    expect(readdirSync(parent).sort()).toEqual([...kept, 'to'].sort());
  });

  it('refuses to write one folder twice at once', async () => {
    const to = join(temporaryFolder(), 'to');
    const twice = writeFolder(to, () => writeFolder(to, writeOne('inner')));
    await expect(twice).rejects.toThrow(`${to}: is being written by this process already.`);
  });
});

describe('assertOutside', () => {
  it('sees through links and names that do not exist yet', async () => {
    const parent = temporaryFolder();
    mkdirSync(join(parent, 'photos'));
    symlinkSync('photos', join(parent, 'link'));
    const check = (to: string): Promise<void> => assertOutside('f', join(parent, 'photos'), join(parent, to));
    await check('other');
    await check('photos2/deep');
    for (const to of ['photos', 'photos/new/deep', 'link/new', 'photos/../photos/x']) {
      await expect(check(to)).rejects.toThrow(/^f: to: .* lies inside .*photos; choose a folder outside\.$/);
    }
  });
});
