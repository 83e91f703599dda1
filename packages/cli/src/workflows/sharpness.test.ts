import { expect, it } from '@jest/globals';
import { Sharpness } from './sharpness.js';

const of = (images: readonly number[], side: number, channels = 1): number => {
  const sharpness = new Sharpness();
  const n = images.length / (side * side * channels);
  sharpness.add({ images: Float32Array.from(images), shape: [n, side, side, channels] });
  return sharpness.result();
};
const image = (side: number, value: (x: number, y: number) => number): number[] =>
  Array.from({ length: side * side }, (_, pixel) => value(pixel % side, Math.floor(pixel / side)));

it('is 0 for a slope, and by hand for a checkerboard and a dot', () => {
  expect(
    of(
      image(6, (x, y) => 0.1 * x - 0.2 * y),
      6,
    ),
  ).toBeCloseTo(0, 10);
  // Of -1 and 1 by turns every Laplacian is 8 times the pixel: 8 and -8 as often.
  expect(
    of(
      image(6, (x, y) => ((x + y) % 2) * 2 - 1),
      6,
    ),
  ).toBeCloseTo(64, 10);
  // A dot of 1 in the middle of 5 x 5: Laplacians 4, four times -1, four times 0; their mean is 0.
  expect(
    of(
      image(5, (x, y) => Number(x === 2 && y === 2)),
      5,
    ),
  ).toBeCloseTo(20 / 9, 10);
});

it('is the mean over images and batches, of grey values', () => {
  const [flat, dot] = [image(5, () => 0.3), image(5, (x, y) => Number(x === 2 && y === 2))];
  expect(of([...flat, ...dot], 5)).toBeCloseTo(10 / 9, 6);
  const sharpness = new Sharpness();
  for (const images of [flat, dot, dot, flat]) {
    sharpness.add({ images: Float32Array.from(images), shape: [1, 5, 5, 1] });
  }
  expect(sharpness.result()).toBeCloseTo(10 / 9, 6);
  const oneChannel = dot.flatMap((value) => [value, 0]);
  expect(of(oneChannel, 5, 2)).toBeCloseTo(20 / 9 / 4, 6);
});

it('refuses images without an inside, and no images', () => {
  expect(() => of([1, 2, 3, 4], 2)).toThrow('Sharpness: expected sides of at least 3, got 2 x 2.');
  expect(() => new Sharpness().result()).toThrow('expected at least one image');
});
