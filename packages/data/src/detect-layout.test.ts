import { describe, expect, it } from '@jest/globals';
import { detectDataset } from './detect-dataset.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';

describe('detectDataset', () => {
  it.each([
    ['cub-200-2011', ['images/001.Auk/1.jpg', 'images.txt', 'image_class_labels.txt', 'lists/train.txt']],
    ['cub-200', ['images/001.Auk/1.jpg', 'lists/train.txt', 'lists/test.txt']],
    ['flowers-102', ['jpg/image_00001.jpg', 'imagelabels.mat', 'setid.mat']],
    ['flowers-17', ['jpg/image_0001.jpg', 'masks-256/image_0001.png']],
    ['flowers-17', ['jpg/image_0001.jpg', 'trimaps/image_0001.png']],
    ['lfw', ['lfw-deepfunneled/Ann/Ann_0001.jpg', 'pairs.txt']],
  ])('recognises %s', async (layout, names) => {
    const folder = writeFiles(temporaryFolder(), Object.fromEntries(names.map((name) => [name, ''])));
    expect(await detectDataset(folder)).toEqual({ kind: 'records', folder, layout });
  });

  it('recognises facescrub by the first line of a list', async () => {
    const list = 'name\timage_id\tface_id\turl\tbbox\tsha256\n';
    const folder = writeFiles(temporaryFolder(), { 'a.txt': list, 'images/Al/Al_1.jpg': '' });
    expect(await detectDataset(folder)).toEqual({ kind: 'records', folder, layout: 'facescrub' });
  });

  it('takes anything else with folders for class folders', async () => {
    const names = ['images/1.jpg', 'lists/1.jpg', 'jpg/1.jpg', 'notes.txt', 'images.txt'];
    const folder = writeFiles(temporaryFolder(), Object.fromEntries(names.map((name) => [name, ''])));
    expect(await detectDataset(folder)).toEqual({ kind: 'class-folders', folder, numFolders: 3 });
  });
});
