import { expect, it } from '@jest/globals';
import type { ImageArray } from '@cvg/apps';
import { besideEachOther, joinImages, sliceImages, whiteImages } from './image-arrays.js';

/** One-pixel images with these values. */
const of = (...values: number[]): ImageArray => ({
  images: Float32Array.from(values),
  shape: [values.length, 1, 1, 1],
});
const valuesOf = ({ images, shape }: ImageArray): number[] => {
  expect(shape).toEqual([images.length, 1, 1, 1]);
  return [...images];
};

it('joins and slices', () => {
  expect(valuesOf(joinImages([of(1, 2), of(3)]))).toEqual([1, 2, 3]);
  expect(valuesOf(sliceImages(of(1, 2, 3), 1, 9))).toEqual([2, 3]);
  expect(valuesOf(whiteImages(of(0), 2))).toEqual([1, 1]);
  expect(() => joinImages([])).toThrow('joinImages: parts: expected at least one, got none.');
});

it('puts grids side by side, row by row', () => {
  const { images, columns } = besideEachOther([
    { images: of(1, 2, 3, 4), columns: 2 },
    { images: of(8, 9), columns: 1 },
  ]);
  expect(columns).toBe(3);
  expect(valuesOf(images)).toEqual([1, 2, 8, 3, 4, 9]);
});
