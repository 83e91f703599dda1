import { describe, expect, it } from '@jest/globals';
import type { ImageListing } from './image-record.js';
import { selectRecords, type SelectOptions } from './select-records.js';

const listing: ImageListing = {
  ...{ root: '/data', layout: 'lfw', classes: ['few', 'many', 'none', 'some'], rejected: [] },
  records: [
    { file: 'few/0', className: 'few' },
    ...Array.from({ length: 40 }, (_, index) => ({ file: `many/${index}`, className: 'many' })),
    ...Array.from({ length: 3 }, (_, index) => ({ file: `some/${index}`, className: 'some' })),
  ],
};
const select = (options: SelectOptions): ImageListing => selectRecords('f', listing, options);
const filesOf = ({ records }: ImageListing): string[] => records.map(({ file }) => file);

describe('selectRecords', () => {
  it('takes everything unless told otherwise', () => {
    expect(select({})).toEqual(listing);
  });

  it('leaves out classes with fewer than minImages, and classes that are not asked for', () => {
    const enough = select({ minImages: 3 });
    expect(enough.classes).toEqual(['many', 'some']);
    expect(enough.records).toEqual(listing.records.slice(1));
    const chosen = select({ classes: ['some', 'few', 'none'] });
    expect(chosen.classes).toEqual(['few', 'none', 'some']); // the order of the listing
    expect(filesOf(chosen)).toEqual(['few/0', 'some/0', 'some/1', 'some/2']);
  });

  it('draws at most maxPerClass of a class, the same for the same seed, in order', () => {
    const drawn = filesOf(select({ maxPerClass: 2, seed: 1 }));
    expect(drawn.map((file) => file.split('/')[0])).toEqual(['few', 'many', 'many', 'some', 'some']);
    expect(drawn).toEqual(filesOf(listing).filter((file) => drawn.includes(file)));
    expect(filesOf(select({ maxPerClass: 2, seed: 1 }))).toEqual(drawn);
    expect(filesOf(select({ maxPerClass: 2, seed: 2 }))).not.toEqual(drawn);
  });

  it('draws every image equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed++) {
      for (const file of filesOf(select({ classes: ['many'], maxPerClass: 10, seed }))) {
        counts.set(file, (counts.get(file) ?? 0) + 1);
      }
    }
    // each is drawn with probability 1/4: 500 of 2000, standard deviation 19.4
    for (let index = 0; index < 40; index++) {
      expect(Math.abs((counts.get(`many/${index}`) ?? 0) - 500)).toBeLessThan(5 * 19.4);
    }
  });

  it('draws the same whatever the order of the records', () => {
    const turned = { ...listing, records: [...listing.records].reverse() };
    const options: SelectOptions = { maxPerClass: 7, seed: 3 };
    expect(filesOf(selectRecords('f', turned, options)).sort()).toEqual(filesOf(select(options)).sort());
  });

  it('takes both spellings of a class', () => {
    const records = [{ file: 'a', className: 'Ren\u00e9e' }];
    const french = { ...listing, records, classes: ['Ren\u00e9e'] };
    expect(selectRecords('f', french, { classes: ['Rene\u0301e'] })).toEqual(french);
  });

  it('says which class is unknown', () => {
    expect(() => select({ classes: ['many', 'mny'] })).toThrow(
      "f: classes must be among the 4 of the data set (few, many, none, ...), got 'mny'.",
    );
  });
});
