import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readLfwPairs, readLfwPeople } from './lfw.js';
import { readDataset } from './read-dataset.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';

/** Writes a list and reads it. */
const reading = <Result>(read: (file: string) => Promise<Result>, text: string): Promise<Result> =>
  read(join(writeFiles(temporaryFolder(), { 'list.txt': text }), 'list.txt'));

describe('LFW', () => {
  it('finds the images in the folder or in a folder inside, the best aligned first', async () => {
    const root = writeFiles(temporaryFolder(), {
      'lfw/Ann/Ann_0001.jpg': '',
      'lfw-deepfunneled/Ann/Ann_0001.jpg': '',
      'lfw-deepfunneled/Bob_Dee/Bob_Dee_0002.jpg': '',
      'pairsDevTest.txt': '',
    });
    const images = join(root, 'lfw-deepfunneled');
    const expected = {
      ...{ root: images, layout: 'lfw', classes: ['Ann', 'Bob_Dee'], rejected: [] },
      records: [
        { file: 'Ann/Ann_0001.jpg', className: 'Ann' },
        { file: 'Bob_Dee/Bob_Dee_0002.jpg', className: 'Bob_Dee' },
      ],
    };
    expect(await readDataset('lfw', root)).toEqual(expected);
    expect(await readDataset('lfw', images)).toEqual(expected);
  });
});

describe('readLfwPairs', () => {
  const ann1 = 'Ann/Ann_0001.jpg';
  const ann12 = 'Ann/Ann_0012.jpg';
  const bob = 'Bob_Dee/Bob_Dee_0003.jpg';

  it('reads a development list: pairs of one person, then of two', async () => {
    expect(await reading(readLfwPairs, '1\nAnn\t1\t12\nAnn\t1\tBob_Dee\t3\n')).toEqual([
      { fold: 0, isSamePerson: true, files: [ann1, ann12] },
      { fold: 0, isSamePerson: false, files: [ann1, bob] },
    ]);
  });

  it('reads the folds of pairs.txt', async () => {
    const same = 'Ann\t1\t12\n';
    const other = 'Ann\t1\tBob_Dee\t3\n';
    const pairs = await reading(
      readLfwPairs,
      `2\t2\n${same}${same}${other}${other}${same}${same}${other}${other}`,
    );
    expect(pairs.map(({ fold, isSamePerson }) => `${fold} ${isSamePerson}`)).toEqual([
      ...['0 true', '0 true', '0 false', '0 false'],
      ...['1 true', '1 true', '1 false', '1 false'],
    ]);
  });

  it('names the line that is damaged', async () => {
    const error = (text: string): Promise<unknown> => reading(readLfwPairs, text).catch(String);
    expect(await error('1\nAnn\t1\tBob_Dee\t3\nAnn\t1\tBob_Dee\t3\n')).toMatch(
      /list\.txt:2: expected <name> <i> <j>, got 'Ann 1 Bob_Dee 3'\.$/,
    );
    expect(await error('1\nAnn\t1\t2\nAnn\t1\t2\n')).toMatch('list.txt:3: expected <name> <i> <name> <j>');
    expect(await error('1\nAnn\t1\tx\nAnn\t1\tBob_Dee\t3\n')).toMatch(
      "list.txt:2: expected a photo's number, a whole number",
    );
    expect(await error('1\n..\t1\t2\nAnn\t1\tBob_Dee\t3\n')).toMatch(
      "list.txt:2: expected a person's name inside",
    );
    expect(await error('2\nAnn\t1\t2\nAnn\t1\tBob_Dee\t3\n')).toMatch(
      "list.txt:1: expected 2 pairs in 1 folds, half of them of one person, as follow, got '2'.",
    );
  });
});

describe('readLfwPeople', () => {
  const ann = { className: 'Ann', numImages: 12 };
  const bob = { className: 'Bob_Dee', numImages: 3 };

  it('reads a development list and the folds of people.txt', async () => {
    expect(await reading(readLfwPeople, '2\nAnn\t12\nBob_Dee\t3\n')).toEqual([
      { fold: 0, ...ann },
      { fold: 0, ...bob },
    ]);
    expect(await reading(readLfwPeople, '2\n1\nAnn\t12\n2\nBob_Dee\t3\nAnn\t12\n')).toEqual([
      { fold: 0, ...ann },
      { fold: 1, ...bob },
      { fold: 1, ...ann },
    ]);
  });

  it('names the line that does not fit', async () => {
    const error = (text: string): Promise<unknown> => reading(readLfwPeople, text).catch(String);
    expect(await error('3\nAnn\t12\nBob_Dee\t3\n')).toMatch(
      "list.txt:1: expected 2 people, as follow, got '3'.",
    );
    expect(await error('1\nAnn\t12\nBob_Dee\t3\n')).toMatch(
      "list.txt:3: expected the end of the list, got 'Bob_Dee 3'.",
    );
    expect(await error('1\nAnn\tmany\n')).toMatch(
      'list.txt:2: expected the number of photos, a whole number',
    );
  });
});
