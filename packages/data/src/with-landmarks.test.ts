import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { canonicalFace, type FaceLandmarks } from './canonical-face.js';
import type { ImageListing } from './image-record.js';
import { prepareRecords } from './prepare-records.js';
import { readDataset } from './read-dataset.js';
import { readLandmarks } from './read-landmarks.js';
import { withLandmarks } from './with-landmarks.js';
import { dotsOf, drawnFace } from './__fixtures__/drawn-face.js';
import { temporaryFolder, writeFiles } from './__fixtures__/files.js';

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

describe('landmarks of a CSV file, in prepareRecords', () => {
  const columns = ['left_eye', 'right_eye', 'nose_tip', 'left_mouth_corner', 'right_mouth_corner'];
  const header = ['file', ...columns.flatMap((name) => [`${name}_x`, `${name}_y`])].join(',');
  const detector = { detect: () => Promise.reject(new Error('no face is to be searched for')) };

  it('crop the face, of a photo that EXIF turns too; far outside of it they are listed', async () => {
    const size = 64;
    const { image, landmarks } = await drawnFace({ scale: 1.2, angle: 0.3, x: 90, y: 100 }, 200, 170);
    const photo = sharp(image.data, { raw: { width: 200, height: 170, channels: 3 } });
    // Orientation 6: the viewer turns the stored photo a quarter clockwise, so it is stored turned back.
    const turned = await photo.clone().rotate(270).png().withMetadata({ orientation: 6 }).toBuffer();
    const root = writeFiles(temporaryFolder(), {
      'a/1.png': await photo.clone().png().toBuffer(),
      'a/2.png': turned,
      'a/3.png': await photo.clone().png().toBuffer(),
      'landmarks.csv': [
        header,
        `a/1.png,${landmarks.join(',')}`,
        `a/2.png,${landmarks.join(',')}`,
        `a/3.png,${landmarks.map(([x, y]) => [x + 1000, y]).join(',')}`,
      ].join('\n'),
    });
    const marks = await readLandmarks(join(root, 'landmarks.csv'));
    const people = withLandmarks(await readDataset('class-folders', root), marks);
    const to = join(temporaryFolder(), 'to');
    const { rejected } = await prepareRecords(people, to, { size, crop: 'face', detector });
    expect(rejected.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
      'a/3.png no-face',
      'landmarks.csv no-class',
    ]);
    expect(rejected[0]?.detail).toMatch(
      /^alignFace: landmarks must lie in or near the image of 200 x 170 pixels, got \(/,
    );
    const pixels = readFileSync(join(to, 'images.npy')).subarray(128);
    const [first, second] = [pixels.subarray(0, size * size * 3), pixels.subarray(size * size * 3)];
    expect(second).toEqual(first);
    dotsOf(first, size).forEach(([x, y], index) => {
      const [wantedX, wantedY] = canonicalFace({ size })[index]!;
      expect(Math.hypot(x - wantedX, y - wantedY)).toBeLessThan(size / 80);
    });
  });
});
