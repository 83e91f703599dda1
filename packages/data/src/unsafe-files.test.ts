/** Files that are not what their name, their place or their header says, through every reader. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, rmSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { detectDataset } from './detect-dataset.js';
import { readIdxFile } from './idx.js';
import { readLfwPairs, readLfwPeople } from './lfw.js';
import { prepareRecords } from './prepare-records.js';
import { DATASET_LAYOUTS, readDataset, type DatasetLayout } from './read-dataset.js';
import { readLandmarks } from './read-landmarks.js';
import { plain, temporaryFolder, writeFiles } from './__fixtures__/files.js';
import { matFile } from './__fixtures__/mat.js';

type Files = Readonly<Record<string, Uint8Array | string>>;

const SCRUB = 'name\timage_id\tface_id\turl\tbbox\tsha256\n';
/** A small data set of each layout, its images at the end of the names. */
const SETS: Readonly<Record<DatasetLayout, { readonly lists: Files; readonly images: readonly string[] }>> = {
  'class-folders': { lists: {}, images: ['a/1.jpg', 'a/2.jpg'] },
  lfw: { lists: {}, images: ['Ann/Ann_0001.jpg', 'Ann/Ann_0002.jpg'] },
  'flowers-17': { lists: {}, images: ['jpg/image_0001.jpg', 'jpg/image_0002.jpg'] },
  'flowers-102': {
    lists: { 'imagelabels.mat': matFile('imagelabels'), 'setid.mat': matFile('setid') },
    images: ['jpg/image_00001.jpg', 'jpg/image_00002.jpg'],
  },
  'cub-200': {
    lists: { 'lists/train.txt': 'Auk/1.jpg\n', 'lists/test.txt': 'Auk/2.jpg\n' },
    images: ['images/Auk/1.jpg', 'images/Auk/2.jpg'],
  },
  'cub-200-2011': {
    lists: {
      ...{ 'classes.txt': '1 Auk\n', 'images.txt': '1 Auk/1.jpg\n2 Auk/2.jpg\n' },
      ...{ 'image_class_labels.txt': '1 1\n2 1\n', 'train_test_split.txt': '1 1\n2 0\n' },
      ...{ 'bounding_boxes.txt': '1 0 0 9 9\n2 0 0 9 9\n' },
    },
    images: ['images/Auk/1.jpg', 'images/Auk/2.jpg'],
  },
  facescrub: {
    lists: { 'a.txt': `${SCRUB}A\t1\t1\thttp://x.org\t0,0,9,9\t0\nA\t2\t2\thttp://x.org\t0,0,9,9\t0\n` },
    images: ['A/A_1.jpg', 'A/A_2.jpg'],
  },
};

/** A data set whose first image is good and whose second one is `bytes`. */
async function written(layout: DatasetLayout, bytes: Uint8Array | string): Promise<string> {
  const { lists, images } = SETS[layout];
  const [first = '', second = ''] = images;
  const good = await plain([1, 2, 3]).jpeg().toBuffer();
  return writeFiles(temporaryFolder(), { ...lists, [first]: good, [second]: bytes });
}

describe.each(DATASET_LAYOUTS)('a bad image of %s', (layout) => {
  const options = { size: 8, crop: 'center', maxPixels: 9999 } as const;
  it.each<[string, () => Promise<Uint8Array | string>, string]>([
    [
      'text',
      () => Promise.resolve('<html>404 Not Found</html>'),
      'not-an-image: it begins with 3c68746d6c3e3430, like no supported image format',
    ],
    ['an empty file', () => Promise.resolve(''), 'empty: the file has no bytes'],
    [
      'a truncated photo',
      async () => (await plain([1, 2, 3], 64).jpeg().toBuffer()).subarray(0, -20),
      'damaged: the jpeg content is corrupt, truncated or of a kind that cannot be decoded',
    ],
    [
      'a decompression bomb',
      () => plain([1, 2, 3], 100).png().toBuffer(),
      'too-large: 100 x 100 pixels, the limit is 9999',
    ],
  ])('%s is listed, and the other image is used', async (_, bytes, problem) => {
    const root = await written(layout, await bytes());
    const to = join(temporaryFolder(), 'to');
    const { images, rejected } = await prepareRecords(await readDataset(layout, root), to, options);
    expect(images.shape[0]).toBe(1);
    const [, second] = SETS[layout].images;
    const found = rejected.filter(({ reason }) => reason !== 'missing');
    expect(found.map(({ file, reason, detail }) => `${file} ${reason}: ${detail}`)).toEqual([
      `${second} ${problem}`,
    ]);
    expect(readdirSync(dirname(to))).toEqual(['to']);
  });

  it('a PNG of another name is used', async () => {
    const root = await written(layout, await plain([1, 2, 3]).png().toBuffer());
    const to = join(temporaryFolder(), 'to');
    const { images } = await prepareRecords(await readDataset(layout, root), to, options);
    expect(images.shape[0]).toBe(2);
  });
});

/** Every list of every reader of a folder. */
const LISTS = DATASET_LAYOUTS.flatMap((layout) =>
  Object.keys(SETS[layout].lists).map((name) => [layout, name] as const),
);

describe('a list that is empty', () => {
  it.each(LISTS)('is named: %s, %s', async (layout, name) => {
    const root = await written(layout, '');
    writeFiles(root, { [name]: layout === 'facescrub' ? SCRUB : '' });
    const problem = name.endsWith('.mat')
      ? 'expected a little-endian MATLAB 5 file'
      : layout === 'facescrub'
        ? 'has no line after that of the columns'
        : 'is empty, where a list was expected';
    await expect(readDataset(layout, root)).rejects.toThrow(`${join(root, name)}: ${problem}.`);
  });

  it.each([readLfwPairs, readLfwPeople, readLandmarks])('is named: %p', async (read) => {
    const file = join(writeFiles(temporaryFolder(), { 'list.txt': '\uFEFF\r\n' }), 'list.txt');
    await expect(read(file)).rejects.toThrow(`${file}: is empty, where a list was expected.`);
  });
});

describe('lists of Windows, with a byte order mark and CRLF', () => {
  it.each(DATASET_LAYOUTS)('are read as others are: %s', async (layout) => {
    const root = await written(layout, '');
    const expected = await readDataset(layout, root);
    const detected = await detectDataset(root);
    for (const [name, text] of Object.entries(SETS[layout].lists)) {
      if (typeof text === 'string') writeFiles(root, { [name]: `\uFEFF${text.replaceAll('\n', '\r\n')}` });
    }
    expect(await readDataset(layout, root)).toEqual(expected);
    expect(expected.records).toHaveLength(2);
    expect(await detectDataset(root)).toEqual(detected);
  });
});

const hasPipes = spawnSync('mkfifo', ['--version']).status === 0;
const pipeInsteadOf = (file: string): string => {
  rmSync(file, { force: true });
  execFileSync('mkfifo', [file]);
  return file;
};

(hasPipes ? describe : describe.skip)('a pipe, which never ends (needs mkfifo)', () => {
  it.each(LISTS)('is no list: %s, %s', async (layout, name) => {
    const root = await written(layout, '');
    const file = pipeInsteadOf(join(root, name));
    const problem =
      layout === 'facescrub'
        ? `${root}: expected a text file with the columns`
        : `${file}: cannot be read (it is no regular file).`;
    await expect(readDataset(layout, root)).rejects.toThrow(problem);
    await detectDataset(root); // comes back
  });

  it.each([readLfwPairs, readLfwPeople, readLandmarks, readIdxFile])('is no list: %p', async (read) => {
    const file = pipeInsteadOf(join(temporaryFolder(), 'list'));
    await expect(read(file)).rejects.toThrow(`${file}: cannot be read (it is no regular file).`);
  });

  it('is no photo', async () => {
    const root = await written('lfw', '');
    pipeInsteadOf(join(root, 'Ann/Ann_0002.jpg'));
    const to = join(temporaryFolder(), 'to');
    const { rejected } = await prepareRecords(await readDataset('lfw', root), to, {
      size: 8,
      crop: 'center',
    });
    expect(rejected).toEqual([
      { file: 'Ann/Ann_0002.jpg', reason: 'unreadable', detail: 'it is no regular file' },
    ]);
  });
});

it('a list that is larger than any is named before it is read', async () => {
  const root = await written('cub-200', '');
  const file = join(root, 'lists/train.txt');
  truncateSync(file, 2 ** 27); // a hole: it takes no room
  await expect(readDataset('cub-200', root)).rejects.toThrow(
    `${file}: cannot be read (134217728 bytes, the limit is 67108864).`,
  );
});

it('a mask that is a decompression bomb is named, and its photo left out', async () => {
  const root = await written('flowers-17', await plain([1, 2, 3]).jpeg().toBuffer());
  const bomb = await plain([128, 0, 0], 100).png().toBuffer();
  writeFiles(root, {
    'trimaps/image_0001.png': await plain([128, 0, 0]).png().toBuffer(),
    'trimaps/image_0002.png': bomb,
  });
  const to = join(temporaryFolder(), 'to');
  const { images, rejected } = await prepareRecords(await readDataset('flowers-17', root), to, {
    size: 8,
    maxPixels: 9999,
  });
  expect(images.shape[0]).toBe(1);
  const detail = 'trimaps/image_0002.png: 100 x 100 pixels, the limit is 9999';
  expect(rejected).toEqual([{ file: 'jpg/image_0002.jpg', reason: 'no-mask', detail }]);
});
