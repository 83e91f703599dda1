import {
  appendFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DataProgress } from './decode-listing.js';
import { prepareFolder } from './prepare-folder.js';
import type { PrepareRecordsOptions } from './prepare-records.js';
import type { PrepareStart } from './prepared-writer.js';
import { plain, temporaryFolder, writeFiles } from './__fixtures__/files.js';

const COUNT = 40;
const options = { size: 8, maxPixels: 9999 };
let photos: string;
let straight: string;

beforeAll(async () => {
  photos = temporaryFolder();
  for (let index = 0; index < COUNT; index++) {
    const name = `${index % 3 === 0 ? 'a' : 'b'}/${String(index).padStart(2, '0')}.png`;
    const isTorn = index % 7 === 3;
    writeFiles(photos, {
      [name]: isTorn
        ? 'torn'
        : await plain([index, 2 * index, 3 * index])
            .png()
            .toBuffer(),
    });
  }
  straight = join(temporaryFolder(), 'to');
  await prepareFolder(photos, straight, options);
});

const bytesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]));

/** Prepares from `before` until so many are done, as Ctrl-C would end it; the workspace it leaves. */
async function interrupted(to: string, after: number, before = 0): Promise<string> {
  const controller = new AbortController();
  const onProgress = ({ done }: DataProgress): void => {
    if (done === after) controller.abort(new Error('interrupted'));
  };
  const onStart = ({ done }: PrepareStart): void => expect(done).toBe(before);
  const work = prepareFolder(photos, to, { ...options, onStart, onProgress, signal: controller.signal });
  await expect(work).rejects.toThrow('interrupted');
  const [left, ...more] = readdirSync(join(to, '..'));
  expect([left, more]).toEqual([`to.partial-${hostname()}-${process.pid}`, []]);
  return join(to, '..', left!);
}

/** Prepares to the end; how it began, and how many photos were decoded. */
async function resumed(
  to: string,
  more: Partial<PrepareRecordsOptions> = {},
): Promise<{ start?: PrepareStart; decoded: number }> {
  let start: PrepareStart | undefined;
  let decoded = 0;
  await prepareFolder(photos, to, {
    ...{ ...options, ...more },
    onStart: (found) => (start = found),
    onProgress: () => decoded++,
  });
  expect(readdirSync(join(to, '..'))).toEqual(['to']);
  return { start, decoded };
}

const nextTo = (): string => join(temporaryFolder(), 'to');

describe('an interrupted preparation', () => {
  it.each([1, 9, 25, COUNT - 1])('goes on after %i photos, to the very same bytes', async (after) => {
    const to = nextTo();
    await interrupted(to, after);
    const { start, decoded } = await resumed(to);
    expect(start).toEqual({ done: after, total: COUNT });
    expect(decoded).toBe(COUNT - after);
    expect(bytesOf(to)).toEqual(bytesOf(straight));
  });

  it('goes on again and again', async () => {
    const to = nextTo();
    await interrupted(to, 5);
    await interrupted(to, 6, 5);
    await interrupted(to, 30, 6);
    expect((await resumed(to)).start?.done).toBe(30);
    expect(bytesOf(to)).toEqual(bytesOf(straight));
  });

  it('is taken up from a process that is no more, and not from one that is running', async () => {
    const to = nextTo();
    const left = await interrupted(to, 10);
    renameSync(left, left.replace(/\d+$/, String(2 ** 22 + 1))); // above the largest process number of Linux
    expect((await resumed(to)).start?.done).toBe(10);
    expect(bytesOf(to)).toEqual(bytesOf(straight));
    const busy = nextTo();
    const other = (await interrupted(busy, 10)).replace(/\d+$/, String(process.ppid));
    renameSync(`${busy}.partial-${hostname()}-${process.pid}`, other);
    let done: number | undefined;
    await prepareFolder(photos, busy, { ...options, onStart: (start) => (done = start.done) });
    expect(done).toBe(0);
    expect(readdirSync(join(busy, '..'))).toHaveLength(2);
  });

  it.each([
    ['a torn line', (left: string) => appendFileSync(join(left, 'journal.jsonl'), '{"outcomes":[{"cont'), 20],
    [
      'a line of something else',
      (left: string) => appendFileSync(join(left, 'journal.jsonl'), '{"outcomes":[]}\n'),
      20,
    ],
    [
      'images that are not in the journal',
      (left: string) => appendFileSync(join(left, 'to', 'images.npy'), 'x'.repeat(999)),
      20,
    ],
    [
      'images that are cut off',
      (left: string) => truncateSync(join(left, 'to', 'images.npy'), 128 + 192 * 5),
      0,
    ],
    [
      'a damaged image',
      (left: string) => {
        const file = join(left, 'to', 'images.npy');
        const bytes = readFileSync(file);
        bytes[128 + 500]! ^= 1;
        writeFileSync(file, bytes);
      },
      0,
    ],
    [
      'labels and a manifest that were half written',
      (left: string) => {
        writeFiles(join(left, 'to'), { 'labels.npy': 'half', 'manifest.json': '{' });
      },
      20,
    ],
  ])('survives %s', async (_, damage, done) => {
    const to = nextTo();
    damage(await interrupted(to, 20));
    expect((await resumed(to)).start?.done).toBe(done);
    expect(bytesOf(to)).toEqual(bytesOf(straight));
  });

  it('begins anew, and says why, with other options or other photos', async () => {
    const to = nextTo();
    await interrupted(to, 20);
    const { start } = await resumed(to, { size: 16 });
    expect(start).toEqual({ done: 0, total: COUNT, discarded: 'size was 8, now 16' });
    const other = nextTo();
    await interrupted(other, 20);
    utimesSync(join(photos, 'a', '00.png'), 1, 1);
    expect((await resumed(other)).start).toEqual({
      ...{ done: 0, total: COUNT, discarded: 'other files are taken, or some were changed' },
    });
    const torn = nextTo();
    writeFileSync(join(await interrupted(torn, 20), 'journal.jsonl'), '{"format":');
    expect((await resumed(torn)).start?.discarded).toBe('it had hardly begun');
  });

  it('may change how it is split: that is not work', async () => {
    const to = nextTo();
    await interrupted(to, 20);
    expect((await resumed(to, { heldOutFraction: 0.5 })).start?.done).toBe(20);
  });
});
