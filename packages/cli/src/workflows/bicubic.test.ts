import { expect, it } from '@jest/globals';
import type { ImageArray } from '@cvg/apps';
import { seededUniform } from '@cvg/test-utils';
import { enlargeBicubic } from './bicubic.js';

const noise = (size: number, channels: number): ImageArray => ({
  images: seededUniform(2 * size * size * channels, 1, -0.5, 0.5),
  shape: [2, size, size, channels],
});
const mirrored = ({ images, shape }: ImageArray): ImageArray => {
  const [, , width, channels] = shape;
  return {
    images: images.map((_, index) => {
      const x = Math.floor(index / channels) % width;
      return images[index + (width - 1 - 2 * x) * channels]!;
    }),
    shape,
  };
};

it.each([2, 3, 4, 8])('is exact for a quadratic surface, away from the borders (factor %i)', (factor) => {
  const surface = (x: number, y: number): number =>
    0.002 * x * x - 0.003 * x * y + 0.001 * y * y + 0.01 * x - 0.3;
  // The value of a pixel is that of the surface at its centre.
  const sample = (size: number, pitch: number): ImageArray => ({
    images: Float32Array.from({ length: size * size }, (_, index) =>
      surface(((index % size) + 0.5) * pitch, (Math.floor(index / size) + 0.5) * pitch),
    ),
    shape: [1, size, size, 1],
  });
  const enlarged = enlargeBicubic(sample(10, 1), factor);
  const expected = sample(10 * factor, 1 / factor);
  expect(enlarged.shape).toEqual(expected.shape);
  const isInside = (place: number): boolean => place >= 2 * factor && place < 8 * factor;
  const inside = (_: number, index: number): boolean =>
    isInside(index % (10 * factor)) && isInside(Math.floor(index / (10 * factor)));
  expect(enlarged.images.filter(inside)).toBeAllClose(expected.images.filter(inside));
});

it('convention: enlarges a mirrored image to the mirrored image', () => {
  const images = noise(6, 3);
  expect(enlargeBicubic(mirrored(images), 4).images).toBeAllClose(mirrored(enlargeBicubic(images, 4)).images);
});

it('leaves images as they are at factor 1, and stays in [-1, 1]', () => {
  expect(enlargeBicubic(noise(5, 1), 1).images).toBeAllClose(noise(5, 1).images);
  const loud = { images: noise(8, 1).images.map(Math.sign), shape: [2, 8, 8, 1] as const };
  const { images } = enlargeBicubic(loud, 4);
  expect(Math.max(...images.map(Math.abs))).toBe(1);
});
