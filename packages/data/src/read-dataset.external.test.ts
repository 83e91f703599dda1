/**
 * The real data sets, in the folder that `CVG_SHARED_DATA` names or in `shared/data` beside the repository; what is not there is
 * skipped. The expected counts were taken with `ls`, `wc` and `awk`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { areaOfRecord } from './area-of-record.js';
import { detectDataset } from './detect-dataset.js';
import type { ImageRecord } from './image-record.js';
import { lfwIdentities, readLfwPairs } from './lfw.js';
import { prepareRecords } from './prepare-records.js';
import { readDataset } from './read-dataset.js';
import { temporaryFolder } from './__fixtures__/files.js';

const shared =
  process.env.CVG_SHARED_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/** Describes tests that need a folder of the shared data. */
const withFolder = (name: string, tests: (folder: string) => void): void => {
  const folder = join(shared, name);
  const describeIt = existsSync(folder) ? describe : describe.skip;
  describeIt(`${name} (needs it in CVG_SHARED_DATA)`, () => tests(folder));
};

const withSplit = (records: readonly ImageRecord[], split: ImageRecord['split']): number =>
  records.filter((record) => record.split === split).length;

withFolder('CUB_200_2011', (folder) => {
  it('has the images of ten species, and misses the others it lists', async () => {
    expect(await detectDataset(folder)).toEqual({ kind: 'records', folder, layout: 'cub-200-2011' });
    const { records, classes, rejected } = await readDataset('cub-200-2011', folder);
    const listed = readFileSync(join(folder, 'images.txt'), 'utf8').trim().split('\n');
    expect(records.length + rejected.length).toBe(listed.length);
    expect(records).toHaveLength(543);
    expect(new Set(records.map(({ className }) => className)).size).toBe(10);
    expect(classes[0]).toBe('001.Black_footed_Albatross');
    expect([withSplit(records, 'train'), withSplit(records, 'held-out')]).toEqual([300, 243]);
  });

  it('becomes a prepared folder of boxes', async () => {
    const listing = await readDataset('cub-200-2011', folder);
    const to = join(temporaryFolder(), 'birds');
    const manifest = await prepareRecords(listing, to, {
      size: 32,
      crop: 'box',
      maxPerClass: 4,
      minImages: 20,
    });
    expect(manifest).toMatchObject({ images: { shape: [40, 32, 32, 3] }, split: { method: 'official' } });
    expect(manifest.rejected.filter(({ reason }) => reason !== 'missing')).toEqual([]);
  });
});

withFolder('flowers17', (folder) => {
  it('has 846 images of 16 classes, all with a mask that shows a flower', async () => {
    expect(await detectDataset(folder)).toEqual({ kind: 'records', folder, layout: 'flowers-17' });
    const { records, rejected } = await readDataset('flowers-17', folder);
    expect(rejected).toEqual([]);
    expect(records).toHaveLength(846);
    expect(new Set(records.map(({ className }) => className)).size).toBe(16);
    for (const record of records) {
      const area = await areaOfRecord(folder, record, 'mask', 2 ** 20);
      const { left, top, width, height } = (area as Exclude<typeof area, string>)({
        width: 500,
        height: 400,
      });
      expect(Math.min(left, top, 500 - left - width, 400 - top - height)).toBeGreaterThanOrEqual(0);
      expect(width * height).toBeGreaterThan(0.02 * 500 * 400);
    }
  });

  it('becomes a prepared folder of flowers', async () => {
    const listing = await readDataset('flowers-17', folder);
    const to = join(temporaryFolder(), 'flowers');
    const { images, rejected, emptyClasses } = await prepareRecords(listing, to, {
      size: 32,
      maxPerClass: 2,
    });
    expect(images.shape).toEqual([32, 32, 32, 3]);
    expect(rejected).toEqual([]);
    expect(emptyClasses).toEqual(['cowslip']);
  });
});

withFolder('lfw', (folder) => {
  it('has 4,513 images, among them all of the official test pairs', async () => {
    expect(await detectDataset(folder)).toEqual({ kind: 'records', folder, layout: 'lfw' });
    const { records } = await readDataset('lfw', folder);
    expect(records).toHaveLength(4513);
    const files = new Set(records.map(({ file }) => file));
    const pairs = await readLfwPairs(join(folder, 'pairsDevTest.txt'));
    expect(pairs.filter(({ isSamePerson }) => isSamePerson)).toHaveLength(500);
    expect(pairs).toHaveLength(1000);
    expect(pairs.flatMap((pair) => pair.files).filter((file) => !files.has(file))).toEqual([]);
    for (const { isSamePerson, files: pair } of pairs) {
      const [a, b] = pair.map((file) => file.split('/')[0]);
      expect(a === b).toBe(isSamePerson);
    }
  });

  it('becomes a prepared folder of aligned faces', async () => {
    const to = join(temporaryFolder(), 'faces');
    const { images, source, rejected } = await prepareRecords(await readDataset('lfw', folder), to, {
      ...{ size: 32, minImages: 100, maxPerClass: 4 },
    });
    // Five people have a hundred photos or more.
    expect([images.shape, rejected]).toEqual([[20, 32, 32, 3], []]);
    // LFW has the face in the middle of its 250 pixels: the nose tip is there, within a quarter.
    for (const row of source.kind === 'records' ? (source.landmarks ?? []) : []) {
      expect(Math.hypot(row[4]! - 124.5, row[5]! - 124.5)).toBeLessThan(62);
    }
    expect(source).toMatchObject({ options: { crop: 'face' } });
  }, 60_000);

  it('is learned from without the people of the test pairs', async () => {
    const pairs = await readLfwPairs(join(folder, 'pairsDevTest.txt'));
    const listing = await readDataset('lfw', folder);
    const heldOutClasses = lfwIdentities(pairs);
    const to = join(temporaryFolder(), 'people');
    const { classes, source, split } = await prepareRecords(listing, to, {
      ...{ size: 8, crop: 'center', maxPerClass: 2, heldOutClasses },
    });
    // oracle: grep of the list, not our reader
    const text = readFileSync(join(folder, 'pairsDevTest.txt'), 'utf8');
    const people = new Set(text.match(/[^\s\d]\S*/g));
    const heldOut = new Set(split.heldOut);
    const learned = source.files.filter((_, row) => !heldOut.has(row)) as string[];
    expect(learned.filter((file) => people.has(file.split('/')[0] ?? ''))).toEqual([]);
    expect(new Set(learned.map((file) => file.split('/')[0])).size).toBe(classes.length - people.size);
    expect(split.heldOutClasses).toEqual([...people].sort());
  });
});

withFolder('bollywood64', (folder) => {
  it('has 8,664 images of 100 people', async () => {
    const { records, classes } = await readDataset('class-folders', folder);
    expect([records.length, classes.length]).toEqual([8664, 100]);
  });
});
