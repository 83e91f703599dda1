import { describe, expect, it } from '@jest/globals';
import { canonicalFace, type FaceLandmarks } from './canonical-face.js';
import type { ImageListing } from './image-record.js';
import { withLandmarks } from './with-landmarks.js';

const listing: ImageListing = {
  ...{ root: '/data', layout: 'class-folders', classes: ['a', 'Ren\u00e9e'] },
  records: [
    { file: 'a/1.jpg', className: 'a' },
    { file: 'a/2.jpg', className: 'a', box: { x: 1, y: 2, width: 3, height: 4 } },
    { file: 'Rene\u0301e/1.jpg', className: 'Ren\u00e9e' },
  ],
  rejected: [{ file: 'a/torn.jpg', reason: 'missing', detail: 'it is listed, but not there' }],
};
const one = canonicalFace({ size: 100 });
const two = canonicalFace({ size: 200 });
const marks = (...entries: (readonly [string, FaceLandmarks])[]): ReadonlyMap<string, FaceLandmarks> =>
  new Map(entries);

describe('withLandmarks', () => {
  it('puts them on the records of their files, and leaves the others and their order', () => {
    const { records, ...rest } = withLandmarks(listing, marks(['a/2.jpg', two]));
    expect(records).toEqual([
      listing.records[0],
      { ...listing.records[1], landmarks: two },
      listing.records[2],
    ]);
    expect(rest).toEqual({
      ...rest,
      ...{ root: '/data', classes: listing.classes, rejected: listing.rejected },
    });
  });

  it('finds a file in the other spelling of Unicode', () => {
    const { records, rejected } = withLandmarks(listing, marks(['Ren\u00e9e/1.jpg', one]));
    expect(records[2]).toEqual({ ...listing.records[2], landmarks: one });
    expect(rejected).toEqual(listing.rejected);
  });

  it('tells two files whose names differ in case alone', () => {
    const records = ['a/1.jpg', 'A/1.jpg'].map((file) => ({ file, className: 'a' }));
    const found = withLandmarks({ ...listing, records }, marks(['A/1.jpg', one], ['a/1.jpg', two])).records;
    expect(found.map(({ landmarks }) => landmarks)).toEqual([two, one]);
  });

  it('lists what is not there, once', () => {
    const { rejected } = withLandmarks(
      listing,
      marks(['a/1.jpg', one], ['a/gone.jpg', one], ['a/torn.jpg', one]),
    );
    expect(rejected).toEqual([
      ...listing.rejected,
      { file: 'a/gone.jpg', reason: 'missing', detail: 'it has landmarks, but is not there' },
    ]);
  });

  it('refuses landmarks of another folder', () => {
    expect(() => withLandmarks(listing, marks(['data/a/1.jpg', one], ['data/a/2.jpg', one]))).toThrow(
      'withLandmarks: landmarks: none of 2 files (data/a/1.jpg, ...) is among the 3 of /data (a/1.jpg, ...).',
    );
  });

  it('refuses a file of several records', () => {
    const [record] = listing.records;
    const twice = { ...listing, records: [record!, record!] };
    expect(() => withLandmarks(twice, marks(['a/1.jpg', one]))).toThrow(
      "withLandmarks: landmarks: expected one record a file, 'a/1.jpg' has several.",
    );
  });
});
