import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { NoImagesError } from './errors.js';
import type { DataProgress } from './decode-listing.js';
import { loadImageFolder } from './load-image-folder.js';
import { openPreparedData } from './open-prepared-data.js';
import { prepareFolder } from './prepare-folder.js';
import { plain, temporaryFolder, writeFiles, type Rgb } from './__fixtures__/files.js';

const png = (color: Rgb): Promise<Buffer> => plain(color).png().toBuffer();
const temporary = temporaryFolder();
const photos = join(temporary, 'photos');

const rejected = [
  { file: 'a/empty.jpg', reason: 'empty', detail: 'the file has no bytes' },
  { file: 'a/loop', reason: 'loop', detail: 'it leads to a folder already searched' },
  {
    file: 'a/text.png',
    reason: 'not-an-image',
    detail: 'it begins with 68656c6c6f, like no supported image format',
  },
  { file: 'none/large.png', reason: 'too-large', detail: '100 x 100 pixels, the limit is 9999' },
  { file: 'notes.txt', reason: 'no-class', detail: 'it lies outside the class folders' },
  {
    file: 'z/cut.jpg',
    reason: 'damaged',
    detail: 'the jpeg content is corrupt, truncated or of a kind that cannot be decoded',
  },
  {
    file: 'z/cut.png',
    reason: 'damaged',
    detail: 'the png content is corrupt, truncated or of a kind that cannot be decoded',
  },
  { file: 'z/gone.png', reason: 'unreadable', detail: 'ENOENT: no such file or directory' },
];

beforeAll(async () => {
  writeFiles(photos, {
    'notes.txt': 'outside',
    'a/1.png': await png([10, 20, 30]),
    'a/2.jpg.png': await plain([40, 50, 60]).jpeg({ quality: 100 }).toBuffer(), // the name is wrong, the content counts
    'a/empty.jpg': '',
    'a/text.png': 'hello',
    'é/only.webp': await plain([70, 80, 90]).webp({ lossless: true }).toBuffer(),
    'none/large.png': await plain([1, 1, 1], 100).png().toBuffer(),
    'z/3.png': await png([100, 110, 120]),
    'z/cut.png': (await png([1, 2, 3])).subarray(0, 80),
    'z/cut.jpg': (await plain([1, 2, 3], 64).jpeg().toBuffer()).subarray(0, -20),
    'z/deep/4.png': await png([130, 140, 150]),
    'z/deep/5.png': await png([160, 170, 180]),
  });
  mkdirSync(join(photos, 'nothing'));
  symlinkSync('..', join(photos, 'a', 'loop'));
  symlinkSync('nowhere', join(photos, 'z', 'gone.png'));
});
const options = { size: 4, maxPixels: 9999 };
const colors = [
  [10, 20, 30],
  [40, 50, 60],
  [100, 110, 120],
  [130, 140, 150],
  [160, 170, 180],
  [70, 80, 90],
];

describe('prepareFolder', () => {
  it('writes what can be used and lists what cannot', async () => {
    const to = join(temporary, 'prepared');
    const seen: DataProgress[] = [];
    const manifest = await prepareFolder(photos, to, {
      ...options,
      onProgress: (progress) => seen.push(progress),
    });
    expect(readdirSync(to).sort()).toEqual(['images.npy', 'labels.npy', 'manifest.json']);
    expect(JSON.parse(readFileSync(join(to, 'manifest.json'), 'utf8'))).toEqual(manifest);
    const pixels = readFileSync(join(to, 'images.npy')).subarray(128);
    const labels = readFileSync(join(to, 'labels.npy')).subarray(128);
    const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    expect(manifest).toEqual({
      format: 'cvg-prepared-data',
      version: 1,
      images: { shape: [6, 4, 4, 3], sha256: sha256(pixels) },
      labels: { sha256: sha256(labels) },
      classes: ['a', 'z', 'é'],
      emptyClasses: ['none', 'nothing'],
      split: {
        method: 'stratified',
        heldOutFraction: 0.1,
        seed: 0,
        heldOut: [expect.any(Number), expect.any(Number)],
      },
      source: {
        ...{ kind: 'records', layout: 'class-folders', duplicates: [] },
        options: {
          ...{ size: 4, channels: 3, background: '#ffffff', maxPixels: 9999, crop: 'center' },
          ...{ minImages: 1, seed: 0 },
        },
        files: ['a/1.png', 'a/2.jpg.png', 'z/3.png', 'z/deep/4.png', 'z/deep/5.png', 'é/only.webp'],
      },
      rejected,
    });
    const expected = colors.flatMap((color) => Array<number[]>(16).fill(color)).flat();
    expect([...pixels]).toBeAllClose(expected, { atol: 1 });
    expect([...new Int32Array(Uint8Array.from(labels).buffer)]).toEqual([0, 0, 1, 1, 1, 2]);
    expect(seen).toHaveLength(11);
    expect(seen[0]).toEqual({ done: 1, total: 11, rejected: 0 });
    expect(seen[10]).toEqual({ done: 11, total: 11, rejected: 5 });
  });

  it('keeps a held-out image of each class of two or more', async () => {
    const data = await openPreparedData(join(temporary, 'prepared'));
    expect([...data.labelCounts('held-out')]).toEqual([1, 1, 0]);
    expect([...data.labelCounts('train')]).toEqual([1, 2, 1]);
    await data.close();
  });

  it.each([1, 2, 3])('gives the same bytes again (%i)', async (time) => {
    const to = join(temporary, `again ${time}`);
    await prepareFolder(photos, to, options);
    for (const name of readdirSync(to)) {
      expect(readFileSync(join(to, name)).equals(readFileSync(join(temporary, 'prepared', name)))).toBe(true);
    }
  });

  it('keeps every character of a file name in the manifest', async () => {
    const from = join(temporary, 'odd');
    const names = ['a/[1, 2].png', 'a/"quoted" \\ back.png', 'a/line\nbreak [\n1,\n2].png'].sort();
    for (const name of names) writeFiles(from, { [name]: await png([9, 9, 9]) });
    const to = join(temporary, 'odd prepared');
    await prepareFolder(from, to, options);
    const data = await openPreparedData(to);
    expect(data.manifest.source.files).toEqual(names);
    await data.close();
  });

  it('makes one channel, and no split, if asked', async () => {
    const to = join(temporary, 'grey');
    const manifest = await prepareFolder(photos, to, { ...options, channels: 1, heldOutFraction: 0 });
    expect(manifest.images.shape).toEqual([6, 4, 4, 1]);
    expect(manifest.split.heldOut).toEqual([]);
  });

  it('refuses a folder without a usable image, and leaves nothing', async () => {
    const from = writeFiles(temporaryFolder(), {
      'a/1.png': 'x',
      'a/2.png': '',
      'b/3.png': 'y',
      'b/4.png': 'z',
    });
    const to = join(temporaryFolder(), 'to');
    const error: unknown = await prepareFolder(from, to, options).catch((thrown: unknown) => thrown);
    if (!NoImagesError.isInstance(error)) throw new Error('no NoImagesError');
    expect(error.rejected.map(({ reason }) => reason)).toEqual([
      'not-an-image',
      'empty',
      'not-an-image',
      'not-an-image',
    ]);
    expect(error.message).toMatch(
      /: none of 4 files could be used: a\/1\.png \(not-an-image: .*\), a\/2\.png \(empty: .*\), b\/3\.png \(.*\) and 1 more\.$/,
    );
    expect(readdirSync(join(to, '..'))).toEqual([]);
    const empty = writeFiles(temporaryFolder(), { 'a/.hidden': '' });
    await expect(prepareFolder(empty, to, options)).rejects.toThrow(`${empty}: no image was found.`);
  });

  it('does not write over anything but a prepared folder, and that only if asked', async () => {
    const to = join(temporary, 'prepared');
    await expect(prepareFolder(photos, to, options)).rejects.toThrow('exists already and is not empty');
    const manifest = await prepareFolder(photos, to, { size: 5, overwrite: true });
    expect(manifest.images.shape).toEqual([7, 5, 5, 3]); // without the limit, the large one is used too
    const mine = writeFiles(temporaryFolder(), { 'diary.txt': 'dear diary' });
    await expect(prepareFolder(photos, mine, { ...options, overwrite: true })).rejects.toThrow(
      'is no prepared folder',
    );
    expect(readdirSync(mine)).toEqual(['diary.txt']);
    await expect(prepareFolder(photos, join(photos, 'prepared'), options)).rejects.toThrow('lies inside');
  });

  it('refuses options that make no sense', async () => {
    const to = join(temporary, 'never');
    const refused = (wrong: object): Promise<unknown> => prepareFolder(photos, to, { ...options, ...wrong });
    await expect(refused({ size: 0 })).rejects.toThrow(
      'prepareRecords: size must be an integer from 1 to 4096, got 0.',
    );
    await expect(refused({ heldOutFraction: 1 })).rejects.toThrow(
      'prepareRecords: heldOutFraction must be at least 0 and less than 1, got 1.',
    );
    await expect(refused({ seed: 0.5 })).rejects.toThrow(
      'prepareRecords: seed must be a safe integer, got 0.5.',
    );
  });
});

describe('loadImageFolder', () => {
  it('loads the images that prepareFolder writes', async () => {
    const { images, labels, ...rest } = await loadImageFolder(photos, options);
    expect([...images]).toBeAllClose(colors.flatMap((color) => Array<number[]>(16).fill(color)).flat(), {
      atol: 1,
    });
    expect([...labels]).toEqual([0, 0, 1, 1, 1, 2]);
    expect(rest).toEqual({
      shape: [6, 4, 4, 3],
      classes: ['a', 'z', 'é'],
      emptyClasses: ['none', 'nothing'],
      files: ['a/1.png', 'a/2.jpg.png', 'z/3.png', 'z/deep/4.png', 'z/deep/5.png', 'é/only.webp'],
      rejected,
    });
  });

  it('refuses what does not fit, before it reads a pixel', async () => {
    writeFileSync(join(photos, 'notes.txt'), 'outside');
    await expect(loadImageFolder(photos, { ...options, maxBytes: 527 })).rejects.toThrow(
      `${photos}: 11 images of 48 bytes are more than the limit of 527 bytes; use prepareFolder.`,
    );
    expect((await loadImageFolder(photos, { ...options, maxBytes: 528 })).shape[0]).toBe(6);
  });
});
