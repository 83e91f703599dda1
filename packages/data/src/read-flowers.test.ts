import { describe, expect, it } from '@jest/globals';
import { readDataset } from './read-dataset.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';
import { matFile } from './__fixtures__/mat.js';

const mats = { 'imagelabels.mat': matFile('imagelabels'), 'setid.mat': matFile('setid') };

describe('17 Category Flower', () => {
  it('convention: images count from 1, 80 of a class', async () => {
    const root = writeFiles(temporaryFolder(), {
      ...{ 'jpg/image_0001.jpg': '', 'jpg/image_0080.jpg': '', 'jpg/image_0081.jpg': '' },
      ...{ 'jpg/image_1280.jpg': '', 'jpg/image_1281.jpg': '', 'jpg/image_1360.jpg': '' },
      ...{ 'jpg/files.txt': '', 'jpg/image_1361.jpg': '', 'jpg/image_0000.jpg': '' },
      ...{ 'trimaps/image_0080.png': '', 'trimaps/imlist.mat': '' },
    });
    const { layout, records, classes, rejected } = await readDataset('flowers-17', root);
    expect(layout).toBe('flowers-17');
    expect(records.map(({ file, className }) => `${file} ${className}`)).toEqual([
      'jpg/image_0001.jpg daffodil',
      'jpg/image_0080.jpg daffodil', // not 80 / 80 = 1
      'jpg/image_0081.jpg snowdrop',
      'jpg/image_1280.jpg windflower',
      'jpg/image_1281.jpg pansy',
      'jpg/image_1360.jpg pansy',
    ]);
    expect(records.map(({ mask }) => mask?.file)).toEqual([
      undefined,
      'trimaps/image_0080.png',
      ...Array<undefined>(4).fill(undefined),
    ]);
    expect(records.every(({ split }) => split === undefined)).toBe(true);
    expect(classes).toHaveLength(17);
    expect(rejected.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
      'jpg/image_0000.jpg no-class',
      'jpg/image_1361.jpg no-class',
    ]);
  });

  it('names the folder that is missing', async () => {
    const root = temporaryFolder();
    await expect(readDataset('flowers-17', root)).rejects.toThrow(
      `${root}/jpg: cannot be read as a folder (ENOENT: no such file or directory).`,
    );
  });
});

describe('102 Category Flower', () => {
  it('convention: images and classes count from 1; tstid is held out', async () => {
    // labels 2 1 3 1 2 3, tstid 6 4 5 (__fixtures__/mat.py)
    const photos = [1, 2, 3, 4, 6].map((number) => [`jpg/image_0000${number}.jpg`, '']);
    const root = writeFiles(temporaryFolder(), {
      ...mats,
      ...(Object.fromEntries(photos) as Record<string, string>),
      'segmim/segmim_00004.jpg': '',
    });
    const { records, classes, rejected } = await readDataset('flowers-102', root);
    expect(records).toEqual([
      { file: 'jpg/image_00002.jpg', className: '001', split: 'train' },
      {
        ...{ file: 'jpg/image_00004.jpg', className: '001', split: 'held-out' },
        mask: { file: 'segmim/segmim_00004.jpg', marks: 'background', color: [0, 0, 254] },
      },
      { file: 'jpg/image_00001.jpg', className: '002', split: 'train' },
      { file: 'jpg/image_00003.jpg', className: '003', split: 'train' },
      { file: 'jpg/image_00006.jpg', className: '003', split: 'held-out' },
    ]);
    expect(classes).toEqual(['001', '002', '003']);
    expect(rejected).toEqual([
      { file: 'jpg/image_00005.jpg', reason: 'missing', detail: 'it is listed, but not there' },
    ]);
  });

  it('names the file that is damaged', async () => {
    const swapped = { 'imagelabels.mat': mats['setid.mat'], 'setid.mat': mats['setid.mat'] };
    const root = writeFiles(temporaryFolder(), swapped);
    await expect(readDataset('flowers-102', root)).rejects.toThrow(
      `${root}/imagelabels.mat: expected a numeric array 'labels', found 'trnid', 'valid', 'tstid'.`,
    );
    const cut = {
      'imagelabels.mat': mats['imagelabels.mat'],
      'setid.mat': mats['setid.mat'].subarray(0, 150),
    };
    const other = writeFiles(temporaryFolder(), cut);
    await expect(readDataset('flowers-102', other)).rejects.toThrow(`${other}/setid.mat: an element of`);
  });
});
