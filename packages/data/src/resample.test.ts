import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { resample, type PixelImage } from './resample.js';
import type { SimilarityTransform } from './similarity-transform.js';

interface Golden {
  readonly image: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly crops: readonly {
    readonly name: string;
    readonly transform: SimilarityTransform;
    readonly size: number;
    readonly crop: readonly number[];
  }[];
}
const golden = JSON.parse(
  readFileSync(new URL('./__fixtures__/resample.json', import.meta.url), 'utf8'),
) as Golden;
const photo: PixelImage = { ...golden, data: Uint8Array.from(golden.image), channels: 3 };
const farthest = (crop: Uint8Array, expected: readonly number[]): number => {
  expect(crop).toHaveLength(expected.length);
  return Math.max(...expected.map((value, index) => Math.abs(value - (crop[index] ?? NaN))));
};
const identity: SimilarityTransform = { scale: 1, angle: 0, x: 0, y: 0 };
const grey = (width: number, height: number, value: (x: number, y: number) => number): PixelImage => ({
  data: Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width))),
  width,
  height,
  channels: 1,
});

describe('resample', () => {
  it.each(golden.crops)('is what scikit-image or Pillow make of it: $name', ({ transform, size, crop }) => {
    // oracle: __fixtures__/resample.py; half a level is our rounding
    expect(farthest(resample(photo, transform, size), crop)).toBeLessThan(0.51);
  });

  it('leaves an image as it is under the identity', () => {
    const image = grey(8, 8, (x, y) => 31 * x + y);
    expect(resample(image, identity, 8)).toEqual(image.data);
  });

  it('averages stripes that are finer than the crop instead of picking some', () => {
    const stripes = grey(64, 64, (x) => (x % 2) * 255);
    const crop = resample(stripes, { scale: 1 / 4, angle: 0, x: -2.375, y: -2.375 }, 12); // not the edge
    expect(Math.min(...crop)).toBeGreaterThan(126);
    expect(Math.max(...crop)).toBeLessThan(129);
  });

  it('goes on with the outermost pixels beyond the edges, however far', () => {
    const image = grey(2, 1, (x) => 10 + 200 * x);
    expect([...resample(image, { ...identity, x: 1, y: 1 }, 4)].slice(0, 4)).toEqual([10, 10, 210, 210]);
    expect([...resample(image, { ...identity, x: 1e9 }, 2)]).toEqual([10, 10, 10, 10]);
    expect([...resample(image, { ...identity, x: -1e9, scale: 0.1 }, 2)]).toEqual([210, 210, 210, 210]);
  });

  it('convention: a positive shift moves the picture right and down, rows first in memory', () => {
    const dot = grey(5, 5, (x, y) => (x === 1 && y === 1 ? 255 : 0));
    expect(resample(dot, { ...identity, x: 2, y: 1 }, 5).indexOf(255)).toBe(2 * 5 + 3);
  });

  it('convention: (0, 0) is the centre of a pixel, so that doubling shifts by half a pixel of the result', () => {
    const ramp = grey(4, 4, (x) => 40 * x);
    // Pixel centres: crop pixel 2 is source pixel 1. With (0, 0) at a corner it would be 0.75.
    expect(resample(ramp, { ...identity, scale: 2 }, 4)[2]).toBe(40);
  });
});
