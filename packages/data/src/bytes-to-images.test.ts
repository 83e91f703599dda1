import { expect, it } from '@jest/globals';
import { bytesToImages, mirrorImage } from './bytes-to-images.js';

it('maps 0 to -1, 255 to 1 and every byte to byte / 127.5 - 1', () => {
  const images = bytesToImages(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  expect([images[0], images[255]]).toEqual([-1, 1]);
  images.forEach((value, byte) => expect(value).toBe(Math.fround(byte / 127.5 - 1)));
  images.forEach((value, byte) => expect(Math.round((value + 1) * 127.5)).toBe(byte));
});

it.each([
  ['grey, odd width', [2, 3, 1], [1, 2, 3, 4, 5, 6], [3, 2, 1, 6, 5, 4]],
  ['colour, even width', [1, 2, 3], [1, 2, 3, 4, 5, 6], [4, 5, 6, 1, 2, 3]],
  ['colour, odd width', [1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9], [7, 8, 9, 4, 5, 6, 1, 2, 3]],
  ['one column', [2, 1, 1], [1, 2], [1, 2]],
] as const)('mirrors left to right: %s', (_, shape, before, after) => {
  const others = before.map(() => 0);
  const images = Float32Array.from([...others, ...before, ...others]);
  mirrorImage(images, 1, shape);
  expect([...images]).toEqual([...others, ...after, ...others]);
});
