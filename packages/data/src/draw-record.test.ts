import { expect, it } from '@jest/globals';
import { drawRecord, type DrawRecordOptions } from './draw-record.js';
import type { ImageRecord } from './image-record.js';
import { fromPixels, plain, temporaryFolder, writeFiles, type Rgb } from './__fixtures__/files.js';

const root = temporaryFolder();
const side = 100;
const record: ImageRecord = { file: 'photo.png', className: 'a' };

/** Which pixels of a picture are about of a colour. */
const placesOf = async (
  wanted: Rgb,
  options: Omit<DrawRecordOptions, 'size'>,
  more: Partial<ImageRecord> = {},
): Promise<{ left: number; top: number; right: number; bottom: number } | undefined> => {
  const picture = await drawRecord(root, { ...record, ...more }, { size: side, ...options });
  expect(picture).toHaveLength(side * side * 3);
  const pixels = [...Array(side * side).keys()].filter((pixel) =>
    wanted.every((value, channel) => Math.abs(picture[3 * pixel + channel]! - value) < 60),
  );
  if (pixels.length === 0) return undefined;
  const xs = pixels.map((pixel) => pixel % side);
  const ys = pixels.map((pixel) => Math.floor(pixel / side));
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
};
const outline: Rgb = [255, 208, 0];
const dot: Rgb = [0, 229, 255];

/** Whether a number is within two pixels of another. */
const near = (value: number): unknown => ({
  asymmetricMatch: (other: number) => Math.abs(other - value) <= 2,
});
const rectangle = (left: number, top: number, right: number, bottom: number): object => ({
  ...{ left: near(left), top: near(top), right: near(right), bottom: near(bottom) },
});

// 200 x 100 pixels of dark red: shown at half size between 25 and 75, with grey above and below.
writeFiles(root, {
  'photo.png': await plain([90, 0, 0], 200, 100).png().toBuffer(),
  'turned.png': await plain([90, 0, 0], 200, 100).withMetadata({ orientation: 6 }).png().toBuffer(),
  'mask.png': await fromPixels([
    [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
    [
      [0, 0, 0],
      [0, 0, 0],
      [255, 0, 0],
      [0, 0, 0],
    ],
  ])
    .png()
    .toBuffer(),
});

it('shows the whole photo, on grey', async () => {
  expect(await placesOf([90, 0, 0], {})).toEqual(rectangle(0, 25, 99, 74));
  expect(await placesOf([128, 128, 128], {})).toEqual(rectangle(0, 0, 99, 99));
  expect(await placesOf(outline, {})).toBeUndefined();
  expect(await placesOf(outline, { crop: 'whole' })).toBeUndefined();
});

it('outlines the centre, the box, the rectangle of the mask', async () => {
  expect(await placesOf(outline, { crop: 'center' })).toEqual(rectangle(25, 25, 75, 75));
  const box = { x: 20, y: 40, width: 60, height: 20 };
  expect(await placesOf(outline, { crop: 'box' }, { box })).toEqual(rectangle(10, 45, 40, 55));
  const mask = { file: 'mask.png', marks: 'object', color: [255, 0, 0] } as const;
  expect(await placesOf(outline, { crop: 'mask' }, { mask })).toEqual(rectangle(50, 50, 75, 75));
});

it('convention: boxes are of the stored photo, the picture is turned', async () => {
  // Orientation 6, a quarter clockwise: x, y of 200 x 100 is shown at 100 - y, x, at half size from 25.
  const box = { x: 20, y: 40, width: 60, height: 20 };
  expect(await placesOf(outline, { crop: 'box' }, { file: 'turned.png', box })).toEqual(
    rectangle(25 + 20, 10, 25 + 30, 40),
  );
});

it('draws the landmarks of a face, and the square around its nose', async () => {
  // A face in canonical proportions, 20 pixels from eye to eye: with a part of 0.4 the crop has 50 pixels, 25 in the picture.
  const landmarks = [
    [90, 38.6],
    [110, 38.6],
    [100, 50],
    [91.7, 61.7],
    [108.3, 61.7],
  ] as const;
  expect(await placesOf(dot, { crop: 'face', landmarks })).toEqual(rectangle(45 - 2, 44 - 2, 55 + 2, 56 + 2));
  const taken = await placesOf(outline, { crop: 'face', landmarks, eyeDistance: 0.4 });
  expect(taken).toEqual(rectangle(50 - 12.5, 50 - 12.5, 50 + 12.5, 50 + 12.5));
  expect(await placesOf(dot, { crop: 'face' })).toBeUndefined();
});

it('says when a photo cannot be shown', async () => {
  writeFiles(root, { 'text.png': 'text' });
  await expect(drawRecord(root, { ...record, file: 'text.png' }, { size: side })).rejects.toThrow(
    'text.png: not-an-image',
  );
  await expect(drawRecord(root, record, { size: 4 })).rejects.toThrow(
    'drawRecord: size must be an integer from 8 to 4096',
  );
});
