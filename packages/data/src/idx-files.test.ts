import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { findIdxFiles } from './idx-files.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';

const folderOf = (...names: string[]): string =>
  writeFiles(temporaryFolder(), Object.fromEntries(names.map((name) => [name, ''])));

it.each([
  [
    'MNIST',
    [
      'train-images-idx3-ubyte',
      'train-labels-idx1-ubyte',
      't10k-images-idx3-ubyte',
      't10k-labels-idx1-ubyte',
    ],
  ],
  [
    'zipped',
    [
      'train-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte.gz',
      't10k-images-idx3-ubyte.gz',
      't10k-labels-idx1-ubyte.gz',
    ],
  ],
  [
    'unpacked by some tools',
    [
      'train-images.idx3-ubyte',
      'train-labels.idx1-ubyte',
      't10k-images.idx3-ubyte',
      't10k-labels.idx1-ubyte',
    ],
  ],
  [
    'EMNIST',
    [
      'emnist-letters-train-images-idx3-ubyte',
      'emnist-letters-train-labels-idx1-ubyte',
      'emnist-letters-test-images-idx3-ubyte',
      'emnist-letters-test-labels-idx1-ubyte',
    ],
  ],
])('finds the names of %s', async (_, names) => {
  const folder = folderOf(...names, 'README.md');
  const [trainImages = '', trainLabels = '', testImages = '', testLabels = ''] = names.map((name) =>
    join(folder, name),
  );
  expect(await findIdxFiles(folder)).toEqual({
    train: { images: trainImages, labels: trainLabels },
    test: { images: testImages, labels: testLabels },
  });
});

it('prefers plain files and does without a test pair', async () => {
  const folder = folderOf(
    'train-images-idx3-ubyte.gz',
    'train-images-idx3-ubyte',
    'train-labels-idx1-ubyte.gz',
  );
  expect(await findIdxFiles(folder)).toEqual({
    train: {
      images: join(folder, 'train-images-idx3-ubyte'),
      labels: join(folder, 'train-labels-idx1-ubyte.gz'),
    },
  });
});

it('says nothing of a folder without idx names', async () => {
  expect(await findIdxFiles(folderOf('train-images.png'))).toBeUndefined();
});

it('names what is missing or in the way', async () => {
  await expect(findIdxFiles(folderOf('train-images-idx3-ubyte'))).rejects.toThrow(
    'has no train-labels file beside it',
  );
  await expect(
    findIdxFiles(folderOf('train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-labels-idx1-ubyte')),
  ).rejects.toThrow('has no test-images file beside it');
  await expect(findIdxFiles(folderOf('t10k-labels-idx1-ubyte', 't10k-images-idx3-ubyte'))).rejects.toThrow(
    'expected train-images and train-labels idx files',
  );
  const two = folderOf('a-train-images-idx3-ubyte', 'b-train-labels-idx1-ubyte');
  await expect(findIdxFiles(two)).rejects.toThrow("found the prefixes 'a-', 'b-'");
  await expect(findIdxFiles(join(two, 'none'))).rejects.toThrow('cannot be read as a folder (ENOENT');
});
