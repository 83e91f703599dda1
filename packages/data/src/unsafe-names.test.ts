/** File names from outside: in lists that may come from anyone, and on the disk. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readLfwPairs, readLfwPeople } from './lfw.js';
import { openPreparedData } from './open-prepared-data.js';
import { prepareFolder } from './prepare-folder.js';
import { prepareRecords } from './prepare-records.js';
import { readDataset } from './read-dataset.js';
import { readLandmarks } from './read-landmarks.js';
import { plain, temporaryFolder, writeFiles } from './__fixtures__/files.js';

/** Where each list of each reader has a name, and how it is read. */
const lists: readonly (readonly [string, (name: string) => Promise<unknown>])[] = [
  [
    'images.txt',
    (name) => {
      const files = {
        ...{ 'images.txt': `1 ${name}\n`, 'image_class_labels.txt': '1 1\n', 'classes.txt': '1 Auk\n' },
        ...{ 'train_test_split.txt': '1 1\n', 'bounding_boxes.txt': '1 0 0 1 1\n' },
      };
      return readDataset('cub-200-2011', writeFiles(temporaryFolder(), files));
    },
  ],
  [
    'train.txt',
    (name) => {
      const files = { 'lists/train.txt': `${name}\n`, 'lists/test.txt': 'Auk/1.jpg\n' };
      return readDataset('cub-200', writeFiles(temporaryFolder(), files));
    },
  ],
  [
    'test.txt',
    (name) => {
      const files = { 'lists/train.txt': 'Auk/1.jpg\n', 'lists/test.txt': `${name}\n` };
      return readDataset('cub-200', writeFiles(temporaryFolder(), files));
    },
  ],
  ['pairs.txt', (name) => readList(readLfwPairs, 'pairs.txt', `1\n${name}\t1\t2\nAnn\t1\tBob\t3\n`)],
  ['pairs.txt', (name) => readList(readLfwPairs, 'pairs.txt', `1\nAnn\t1\t2\nAnn\t1\t${name}\t3\n`)],
  ['people.txt', (name) => readList(readLfwPeople, 'people.txt', `1\n${name}\t2\n`)],
  [
    'marks.csv',
    (name) => {
      const header =
        'file,left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_tip_x,nose_tip_y,left_mouth_corner_x,left_mouth_corner_y,right_mouth_corner_x,right_mouth_corner_y';
      return readList(
        readLandmarks,
        'marks.csv',
        `${header}\n${name},100,110,144,112,123,136,104,158,141,159\n`,
      );
    },
  ],
];

const readList = (read: (file: string) => Promise<unknown>, name: string, text: string): Promise<unknown> =>
  read(join(writeFiles(temporaryFolder(), { [name]: text }), name));

describe('a name in a list that leads out of the data set', () => {
  const names = [
    '../../etc/passwd',
    'a/../../../etc/passwd',
    'a/..',
    '/etc/passwd',
    '//server/share/a.jpg',
    '..\\..\\secret.jpg',
    'a\\b.jpg',
    'C:\\secret.jpg',
    'c:secret.jpg',
    'C:/secret.jpg',
    '\\\\server\\share\\a.jpg',
    'a/b\0.jpg',
    './a.jpg',
    'a//b.jpg',
  ];
  it.each(lists)('is refused, and the message has %s and the line', async (file, read) => {
    for (const name of names) {
      const outcome = await read(name).catch((error: unknown) => error);
      const shown = name.replace('\0', '\uFFFD');
      expect(outcome).toMatchObject({ name: 'DataError', source: expect.stringContaining(`/${file}:`) });
      expect(String(outcome)).toMatch(/: expected .* inside the data set's folder, got '/);
      expect(String(outcome)).toContain(shown);
    }
  });

  it('finds no file outside through a name of FaceScrub', async () => {
    const outer = writeFiles(temporaryFolder(), { 'secret_1.jpg': 'secret' });
    const row = (name: string): string => `${name}\t1\t2\thttp://example.org/1\t0,0,1,1\t${'0'.repeat(64)}\n`;
    const header = 'name\timage_id\tface_id\turl\tbbox\tsha256\n';
    const list = header + ['../secret', join(outer, 'secret'), '..\\secret'].map(row).join('');
    writeFiles(join(outer, 'scrub'), { 'a.txt': list, 'images/A/A_1.jpg': '' });
    const { records, rejected } = await readDataset('facescrub', join(outer, 'scrub'));
    expect(records).toEqual([]);
    expect(rejected.map(({ reason }) => reason)).toEqual(['missing', 'missing', 'missing']);
  });

  it('is shown without the characters that steer a terminal', async () => {
    const reading = readList(readLfwPeople, 'people.txt', '1\n../\u001b[2Jx\t2\n');
    await expect(reading).rejects.toThrow("got '../\uFFFD[2Jx 2'.");
  });
});

describe('names on the disk', () => {
  const png = (level: number): Promise<Buffer> => plain([level, level, level]).png().toBuffer();
  /** A folder, and what `prepareFolder` makes of it. */
  const prepared = async (
    names: readonly string[],
  ): Promise<{ classes: readonly string[]; levels: Record<string, number>; rejected: number }> => {
    const from = temporaryFolder();
    for (const [index, name] of names.entries()) writeFiles(from, { [name]: await png(10 * index) });
    expect(readdirSync(from, { recursive: true }).length).toBeGreaterThanOrEqual(names.length); // the disk tells them apart
    const to = join(temporaryFolder(), 'prepared');
    await prepareFolder(from, to, { size: 2 });
    const data = await openPreparedData(to, { verify: true });
    const { images } = await data.read(data.rows());
    const files = data.manifest.source.files as string[];
    const levels = files.map((file, row): [string, number] => [
      file,
      Math.round((images[12 * row]! + 1) * 127.5),
    ]);
    await data.close();
    return {
      classes: data.classes,
      levels: Object.fromEntries(levels),
      rejected: data.manifest.rejected.length,
    };
  };
  // Some disks take two such names for one.
  const isCaseSensitive = (() => {
    const folder = writeFiles(temporaryFolder(), { 'a/1': '', 'A/2': '' });
    return readdirSync(folder).length === 2;
  })();

  (isCaseSensitive ? it : it.skip)(
    'keeps classes and files apart whose names differ in case alone (needs a disk that does)',
    async () => {
      const names = ['Rose/1.png', 'Rose/1.PNG', 'rose/1.png'];
      const { classes, levels, rejected } = await prepared(names);
      expect(classes).toEqual(['Rose', 'rose']);
      expect(levels).toEqual({ 'Rose/1.png': 0, 'Rose/1.PNG': 10, 'rose/1.png': 20 });
      expect(rejected).toBe(0);
    },
  );

  it('takes both spellings of a class for one, and keeps both spellings of a file', async () => {
    const names = ['Ren\u00e9e/\u00e9.png', 'Ren\u00e9e/e\u0301.png', 'Rene\u0301e/\u00e9.png'];
    const { classes, levels } = await prepared(names);
    expect(classes).toEqual(['Ren\u00e9e']);
    expect(levels).toEqual(Object.fromEntries(names.map((name, index) => [name, 10 * index])));
  });

  it('prepares the same from the same files, in whatever order they were written', async () => {
    const names = ['b/2.png', 'b/10.png', 'a/é.png', 'a/z.png', 'C/1.png', 'C/2.png'];
    const bytes = Object.fromEntries(
      await Promise.all(names.map(async (name, index) => [name, await png(index)] as const)),
    );
    const manifests: unknown[] = [];
    for (const order of [names, [...names].reverse(), [...names].sort()]) {
      const from = temporaryFolder();
      for (const name of order) writeFiles(from, { [name]: bytes[name]! });
      const listing = { ...(await readDataset('class-folders', from)) };
      const options = { size: 2, heldOutPerClass: 1, maxPerClass: 2, seed: 7 };
      manifests.push(await prepareRecords(listing, join(temporaryFolder(), 'to'), options));
    }
    expect(manifests[1]).toEqual(manifests[0]);
    expect(manifests[2]).toEqual(manifests[0]);
  });
});
