import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { detectDataset } from './detect-dataset.js';
import { npyHeader } from './npy.js';
import { openPreparedData } from './open-prepared-data.js';
import { prepareIdx } from './prepare-idx.js';
import type { Manifest } from './manifest.js';
import { idxBytes, temporaryFolder, writeFiles } from './__fixtures__/files.js';

const temporary = temporaryFolder();
const prepared = join(temporary, 'prepared');
const pixels = Uint8Array.from({ length: 250 * 6 }, (_, index) => (index * 7) % 256);
const digits = writeFiles(join(temporary, 'idx'), {
  'train-images-idx3-ubyte': idxBytes([250, 2, 3], pixels),
  'train-labels-idx1-ubyte': idxBytes(
    [250],
    Uint8Array.from({ length: 250 }, (_, row) => row % 10),
  ),
});
beforeAll(() => prepareIdx(digits, prepared));

let copies = 0;
/** A copy of the folder, to be damaged. */
function copy(): string {
  const folder = join(temporary, `copy ${copies++}`);
  cpSync(prepared, folder, { recursive: true });
  return folder;
}
function edit(folder: string, change: (manifest: Manifest) => object): void {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  writeFileSync(file, JSON.stringify({ ...manifest, ...change(manifest) }));
}

describe('openPreparedData', () => {
  it('reads rows from the file, alone and in runs, in any order', async () => {
    const data = await openPreparedData(prepared, { verify: true });
    const rows = [249, 5, 6, 7, 0, 6, 100, 101];
    const { images, labels } = await data.read(rows);
    expect(images).toBeAllClose(
      rows.flatMap((row) => [...pixels.subarray(6 * row, 6 * row + 6)].map((byte) => byte / 127.5 - 1)),
    );
    expect([...labels]).toEqual(rows.map((row) => row % 10));
    expect(data.folder).toBe(prepared);
    expect(data.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(data.imageShape).toEqual([2, 3, 1]);
    await data.close();
  });

  it('resumes in another process as in this one: the state holds no reference to memory', async () => {
    const first = await openPreparedData(prepared);
    const source = first.batches({ batchSize: 32, seed: 1, flip: true });
    for (let step = 0; step < 9; step++) await source.next();
    const state = source.state();
    const expected = [await source.next(), await source.next()];
    await first.close();
    const second = await openPreparedData(copy());
    const resumed = second.batches({ batchSize: 32, seed: 1, flip: true });
    resumed.restore(state);
    expect([await resumed.next(), await resumed.next()]).toEqual(expected);
    await second.close();
  });

  it('keeps its position when a read fails', async () => {
    const folder = copy();
    const data = await openPreparedData(folder);
    const source = data.batches({ batchSize: 250, seed: 1, split: 'all' });
    const file = join(folder, 'images.npy');
    const whole = readFileSync(file);
    const start = source.state();
    truncateSync(file, 200);
    await expect(source.next()).rejects.toThrow(`${file}: became shorter while it was open.`);
    expect(source.state()).toEqual(start);
    writeFileSync(file, whole);
    const again = (await openPreparedData(prepared)).batches({ batchSize: 250, seed: 1, split: 'all' });
    expect(await source.next()).toEqual(await again.next());
    await data.close();
    await source.next(); // was read ahead
    await expect(source.next()).rejects.toThrow();
  });

  it.each([
    [
      'a missing manifest',
      (folder: string) => rmSync(join(folder, 'manifest.json')),
      /manifest\.json: cannot be read \(ENOENT/,
    ],
    [
      'a manifest that is no JSON',
      (folder: string) => writeFileSync(join(folder, 'manifest.json'), '{'),
      /manifest\.json: not JSON \(/,
    ],
    [
      'another JSON file',
      (folder: string) => writeFileSync(join(folder, 'manifest.json'), '{}'),
      /manifest\.json: not a manifest of version 1: format: /,
    ],
    [
      'a later version',
      (folder: string) => edit(folder, () => ({ version: 2 })),
      /not a manifest of version 1: version: /,
    ],
    [
      'missing images',
      (folder: string) => rmSync(join(folder, 'images.npy')),
      /images\.npy: cannot be read \(ENOENT/,
    ],
    [
      'cut images',
      (folder: string) => truncateSync(join(folder, 'images.npy'), 1600),
      /images\.npy: expected 1628 bytes, got 1600\.$/,
    ],
    [
      'cut labels',
      (folder: string) => truncateSync(join(folder, 'labels.npy'), 1000),
      /labels\.npy: expected 1128 bytes, got 1000\.$/,
    ],
    [
      'images of another shape',
      (folder: string) => {
        const file = join(folder, 'images.npy');
        writeFileSync(file, Buffer.concat([npyHeader('|u1', [250, 3, 2, 1]), pixels]));
      },
      /images\.npy: expected '\|u1' \[250,2,3,1\], as the manifest says, got '\|u1' \[250,3,2,1\]\.$/,
    ],
    [
      'changed labels',
      (folder: string) => {
        const file = join(folder, 'labels.npy');
        writeFileSync(file, readFileSync(file).fill(1, 128, 129));
      },
      /labels\.npy: its checksum is not the manifest's\.$/,
    ],
    [
      'too few classes',
      (folder: string) => edit(folder, () => ({ classes: ['0'] })),
      /labels\.npy: label 1 is none of the 1 classes\.$/,
    ],
    [
      'a split of other rows',
      (folder: string) => edit(folder, ({ split }) => ({ split: { ...split, heldOut: [250] } })),
      /the manifest's split has row 250 of 250\.$/,
    ],
  ])('refuses %s', async (_, damage, message) => {
    const folder = copy();
    damage(folder);
    await expect(openPreparedData(folder)).rejects.toThrow(message);
  });

  it('finds changed pixels if asked', async () => {
    const folder = copy();
    const file = join(folder, 'images.npy');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    await expect(openPreparedData(folder, { verify: true })).rejects.toThrow(
      "images.npy: its checksum is not the manifest's.",
    );
    await (await openPreparedData(folder)).close();
  });
});

describe('prepareIdx', () => {
  it('draws a split if there are no test files', async () => {
    const data = await openPreparedData(prepared);
    expect(data.manifest.split.method).toBe('stratified');
    expect([...data.labelCounts('held-out')]).toEqual(Array<number>(10).fill(3)); // round(2.5) = 3
    await data.close();
  });

  it('keeps the official test files for judging, unless another split is asked for', async () => {
    const folder = writeFiles(join(temporary, 'both'), {
      'train-images-idx3-ubyte': idxBytes([3, 1, 1], [10, 20, 30]),
      'train-labels-idx1-ubyte': idxBytes([3], [1, 3, 1]),
      't10k-images-idx3-ubyte': idxBytes([2, 1, 1], [40, 50]),
      't10k-labels-idx1-ubyte': idxBytes([2], [4, 1]),
    });
    const to = join(temporary, 'both prepared');
    const seen: unknown[] = [];
    const manifest = await prepareIdx(folder, to, { size: 3, onProgress: (progress) => seen.push(progress) });
    expect(manifest.split).toEqual({ method: 'official', heldOut: [3, 4] });
    expect(manifest.classes).toEqual(['1', '3', '4']);
    expect(manifest.emptyClasses).toEqual(['0', '2']);
    expect(manifest.source).toEqual({
      kind: 'idx',
      options: { size: 3, fit: 'pad' },
      files: [
        { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte', rows: 3 },
        { images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte', rows: 2 },
      ],
    });
    expect(seen).toEqual([
      { done: 3, total: 5, rejected: 0 },
      { done: 5, total: 5, rejected: 0 },
    ]);
    const data = await openPreparedData(to, { verify: true });
    expect([...data.labels]).toEqual([0, 1, 0, 2, 0]);
    const { images } = await data.read([0, 4]);
    const centre = (level: number): number[] =>
      Array.from({ length: 9 }, (_, i) => (i === 4 ? level / 127.5 - 1 : -1));
    expect(images).toBeAllClose([...centre(10), ...centre(50)]);
    await data.close();
    const other = join(temporary, 'both, split by class');
    const { split } = await prepareIdx(folder, other, { size: 3, heldOutClasses: ['1'] });
    expect(split).toEqual({ method: 'class-disjoint', heldOutClasses: ['1'], heldOut: [0, 2, 4] });
    const byClass = await openPreparedData(other);
    expect(byClass.labelCounts('train')).toEqual(Int32Array.of(0, 1, 1));
    await byClass.close();
  });

  it('refuses test images of another size, and folders without idx files', async () => {
    const folder = writeFiles(join(temporary, 'unequal'), {
      'train-images-idx3-ubyte': idxBytes([1, 1, 1], [10]),
      'train-labels-idx1-ubyte': idxBytes([1], [0]),
      't10k-images-idx3-ubyte': idxBytes([1, 1, 2], [10, 20]),
      't10k-labels-idx1-ubyte': idxBytes([1], [0]),
    });
    await expect(prepareIdx(folder, join(temporary, 'never'))).rejects.toThrow(
      't10k-images-idx3-ubyte: has images of [1,2,1], the training images are of [1,1,1].',
    );
    await expect(prepareIdx(prepared, join(temporary, 'never'))).rejects.toThrow('has no idx files');
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(prepareIdx(digits, join(temporary, 'never'), { signal })).rejects.toThrow('interrupted');
  });
});

describe('detectDataset', () => {
  it('tells the kinds apart', async () => {
    expect(await detectDataset(prepared)).toEqual({ kind: 'prepared', folder: prepared });
    const images = join(digits, 'train-images-idx3-ubyte');
    const labels = join(digits, 'train-labels-idx1-ubyte');
    expect(await detectDataset(digits)).toEqual({
      kind: 'idx',
      folder: digits,
      files: { train: { images, labels } },
    });
    const photos = writeFiles(join(temporary, 'photos'), {
      'a/1.png': '',
      'b/2.png': '',
      '.git/x': '',
      'notes.md': '',
    });
    expect(await detectDataset(photos)).toEqual({ kind: 'class-folders', folder: photos, numFolders: 2 });
  });

  it('says what it looked for', async () => {
    const flat = writeFiles(join(temporary, 'flat'), { '1.png': '', '2.png': '' });
    await expect(detectDataset(flat)).rejects.toThrow(
      `${flat}: expected one folder of images a class, or idx files (train-images-idx3-ubyte, ...), or a prepared folder (manifest.json, images.npy); found 2 files and no folder.`,
    );
    await expect(detectDataset(join(temporary, 'none'))).rejects.toThrow(
      'cannot be read as a folder (ENOENT',
    );
  });
});
