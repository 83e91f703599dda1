import { describe, expect, it } from '@jest/globals';
import { readDataset } from './read-dataset.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';

const lists = {
  'classes.txt': '1 001.Auk\n2 002.Wren\n3 003.Owl\n',
  'images.txt': '1 002.Wren/b.jpg\n2 001.Auk/a.jpg\n3 002.Wren/a.jpg\n4 003.Owl/gone.jpg\n',
  'image_class_labels.txt': '1 2\n2 1\n3 2\n4 3\n',
  'train_test_split.txt': '1 0\n2 1\n3 1\n4 1\n',
  'bounding_boxes.txt':
    '1 60.0 27.0 325.0 304.0\n2 0.0 1.0 10.5 20.0\n3 1.0 2.0 3.0 4.0\n4 5.0 6.0 7.0 8.0\n',
};
const images = { 'images/001.Auk/a.jpg': '', 'images/002.Wren/a.jpg': '', 'images/002.Wren/b.jpg': '' };

describe('CUB-200-2011', () => {
  it('joins the lists by id, orders by class and file, and counts what is missing', async () => {
    const root = writeFiles(temporaryFolder(), { ...lists, ...images });
    expect(await readDataset('cub-200-2011', root)).toEqual({
      ...{ root, layout: 'cub-200-2011', classes: ['001.Auk', '002.Wren', '003.Owl'] },
      records: [
        {
          ...{ file: 'images/001.Auk/a.jpg', className: '001.Auk', split: 'train' },
          box: { x: 0, y: 1, width: 10.5, height: 20 },
        },
        {
          ...{ file: 'images/002.Wren/a.jpg', className: '002.Wren', split: 'train' },
          box: { x: 1, y: 2, width: 3, height: 4 },
        },
        {
          ...{ file: 'images/002.Wren/b.jpg', className: '002.Wren', split: 'held-out' },
          box: { x: 60, y: 27, width: 325, height: 304 },
        },
      ],
      rejected: [
        { file: 'images/003.Owl/gone.jpg', reason: 'missing', detail: 'it is listed, but not there' },
      ],
    });
  });

  it('reads lists with a byte order mark and the line ends of Windows', async () => {
    const windows: Record<string, string> = {};
    for (const [name, text] of Object.entries(lists)) {
      windows[name] = `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    }
    const root = writeFiles(temporaryFolder(), { ...windows, ...images });
    expect((await readDataset('cub-200-2011', root)).records).toHaveLength(3);
  });

  it.each([
    [
      'images.txt',
      '1 ../../secret.jpg\n',
      "images.txt:1: expected an image inside the data set's folder, got '1 ../../secret.jpg'",
    ],
    ['images.txt', '\n1 /etc/passwd\n', "images.txt:2: expected an image inside the data set's folder"],
    ['images.txt', '1 C:/secret.jpg\n', "images.txt:1: expected an image inside the data set's folder"],
    ['images.txt', '1 a\\..\\b.jpg\n', "images.txt:1: expected an image inside the data set's folder"],
    ['images.txt', '1 a/./b.jpg\n', "images.txt:1: expected an image inside the data set's folder"],
    ['images.txt', '1 a//b.jpg\n', "images.txt:1: expected an image inside the data set's folder"],
    ['images.txt', '1\n', 'images.txt:1: expected an image in field 2'],
    ['images.txt', 'one a.jpg\n', "images.txt:1: expected an id, a whole number, got 'one a.jpg'"],
    ['images.txt', '1 a.jpg\n1 b.jpg\n', "images.txt:2: expected every id once, got '1 b.jpg'"],
    [
      'images.txt',
      '9 a.jpg\n',
      "images.txt:1: expected an image that image_class_labels.txt has, too, got '9 a.jpg'",
    ],
    [
      'image_class_labels.txt',
      '1 9\n2 1\n3 2\n4 3\n',
      "image_class_labels.txt:1: expected a class of classes.txt, got '1 9'",
    ],
    [
      'train_test_split.txt',
      '1 2\n2 1\n3 2\n4 3\n',
      "train_test_split.txt:1: expected 1 (training) or 0 (test), got '1 2'",
    ],
    [
      'bounding_boxes.txt',
      '1 1 2 NaN 4\n2 1 1 1 1\n3 1 1 1 1\n',
      "bounding_boxes.txt:1: expected a width, a number, got '1 1 2 NaN 4'",
    ],
  ])('names the file and the line: %s with %j', async (name, text, message) => {
    const root = writeFiles(temporaryFolder(), { ...lists, ...images, [name]: text });
    await expect(readDataset('cub-200-2011', root)).rejects.toThrow(`${root}/${message}`);
  });

  it('names the list that is missing', async () => {
    await expect(readDataset('cub-200-2011', temporaryFolder())).rejects.toThrow(
      /\/images\.txt: cannot be read \(ENOENT: no such file or directory\)\.$/,
    );
  });
});

describe('CUB-200', () => {
  it('takes classes from the folders and the split from the lists', async () => {
    const root = writeFiles(temporaryFolder(), {
      ...images,
      'lists/train.txt': '002.Wren/b.jpg\n001.Auk/a.jpg\n',
      'lists/test.txt': '002.Wren/a.jpg\n002.Wren/gone.jpg\n',
    });
    const { records, classes, rejected } = await readDataset('cub-200', root);
    expect(records).toEqual([
      { file: 'images/001.Auk/a.jpg', className: '001.Auk', split: 'train' },
      { file: 'images/002.Wren/a.jpg', className: '002.Wren', split: 'held-out' },
      { file: 'images/002.Wren/b.jpg', className: '002.Wren', split: 'train' },
    ]);
    expect(classes).toEqual(['001.Auk', '002.Wren']);
    expect(rejected.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
      'images/002.Wren/gone.jpg missing',
    ]);
  });

  it('refuses paths that lead out', async () => {
    const root = writeFiles(temporaryFolder(), { 'lists/train.txt': '../a.jpg\n', 'lists/test.txt': '' });
    await expect(readDataset('cub-200', root)).rejects.toThrow(
      `${root}/lists/train.txt:1: expected an image inside the data set's folder, got '../a.jpg'.`,
    );
  });
});
