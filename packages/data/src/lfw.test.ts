import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lfwIdentities, readLfwPairs, readLfwPeople } from './lfw.js';
import { openPreparedData } from './open-prepared-data.js';
import { prepareRecords } from './prepare-records.js';
import { readDataset } from './read-dataset.js';
import { plain, temporaryFolder, writeFiles } from './__fixtures__/files.js';

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
    expect(await error('1\n../Ann\t3\n')).toMatch("list.txt:2: expected a person's name");
    expect(await error('1\nAnn\tmany\n')).toMatch(
      'list.txt:2: expected the number of photos, a whole number',
    );
  });
});

describe('lfwIdentities', () => {
  it('names everyone of a list once', async () => {
    const pairs = 'Cy\t1\t2\nCy\t1\tAnn\t3\n';
    expect(lfwIdentities(await reading(readLfwPairs, `1\n${pairs}`))).toEqual(['Ann', 'Cy']);
    const people = await reading(readLfwPeople, '2\n1\nCy\t2\n2\nBob_Dee\t3\nCy\t2\n');
    expect(lfwIdentities(people)).toEqual(['Bob_Dee', 'Cy']);
  });

  it('keeps the people of the pairs out of training, and all else in', async () => {
    const image = await plain([1, 2, 3]).png().toBuffer();
    const files = ['Ann/Ann_0001', 'Ann/Ann_0002', 'Bob/Bob_0001', 'Cy/Cy_0001', 'Cy/Cy_0002', 'Di/Di_0001'];
    const root = writeFiles(
      temporaryFolder(),
      Object.fromEntries(files.map((file) => [`${file}.jpg`, image])),
    );
    const pairs = await reading(readLfwPairs, '1\nAnn\t1\t2\nAnn\t1\tDi\t1\n');
    const to = join(temporaryFolder(), 'prepared');
    const options = { size: 2, crop: 'center', heldOutClasses: lfwIdentities(pairs) } as const;
    await prepareRecords(await readDataset('lfw', root), to, options);
    const data = await openPreparedData(to, { verify: true });
    const namesOf = (split: 'train' | 'held-out'): (string | undefined)[] =>
      [...data.rows(split)].map((row) => data.manifest.source.files[row] as string);
    expect(namesOf('held-out')).toEqual(['Ann/Ann_0001.jpg', 'Ann/Ann_0002.jpg', 'Di/Di_0001.jpg']);
    expect(namesOf('train')).toEqual(['Bob/Bob_0001.jpg', 'Cy/Cy_0001.jpg', 'Cy/Cy_0002.jpg']);
    expect(data.manifest.split).toEqual({
      ...{ method: 'class-disjoint', heldOutClasses: ['Ann', 'Di'], heldOut: [0, 1, 5] },
    });
    await data.close();
  });
});
