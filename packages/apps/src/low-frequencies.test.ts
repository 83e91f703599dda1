import { describe, expect, it } from '@jest/globals';
import { seededUniform } from '@cvg/test-utils';
import { boxDownsample, withLowFrequencies, type ImageArray } from './index.js';

const noise = (n: number, size: number, channels: number, seed: number): ImageArray => ({
  images: seededUniform(n * size * size * channels, seed, -1, 1),
  shape: [n, size, size, channels],
});
/** What an 8-bit file of these images holds. */
const bytesOf = ({ images }: ImageArray): number[] =>
  Array.from(images, (value) => Math.round((value + 1) * 127.5));

describe('boxDownsample', () => {
  it('convention: a pixel is the mean of the block below it, channel by channel', () => {
    const images = Float32Array.from([
      0.1, -1, 0.2, -0.9, 0.5, 1, 0.5, 0.4, 0.3, -0.8, 0.4, -0.7, 0.5, 0, 0.5, 0,
    ]);
    const small = boxDownsample({ images, shape: [1, 2, 4, 2] }, 2);
    expect(small.shape).toEqual([1, 1, 2, 2]);
    expect(small.images).toBeAllClose([0.25, -0.85, 0.5, 0.35]);
  });
  it('composes: twice by 2 is once by 4', () => {
    const images = noise(2, 8, 3, 1);
    expect(boxDownsample(boxDownsample(images, 2), 2).images).toBeAllClose(boxDownsample(images, 4).images);
    expect(boxDownsample(images, 1)).toEqual(images);
  });
  it('names what is wrong', () => {
    expect(() => boxDownsample(noise(1, 8, 1, 1), 3)).toThrow(
      'boxDownsample: factor: expected a divisor of 8 and 8, got 3.',
    );
  });
});

describe('withLowFrequencies', () => {
  it.each([2, 4, 8])('has the known reduction and stays in [-1, 1] (factor %i)', (factor) => {
    const images = noise(2, 16, 3, factor);
    const small = noise(2, 16 / factor, 3, 99);
    small.images.set([1, -1, 0.999, -0.999]); // blocks that have to be clipped
    const result = withLowFrequencies(images, small);
    expect(boxDownsample(result, factor).images).toBeAllClose(small.images, { rtol: 0, atol: 1e-6 });
    expect(result.images.every((value) => value >= -1 && value <= 1)).toBe(true);
  });
  it('has the known reduction exactly when it is stored in bytes', () => {
    const bytes = Array.from(seededUniform(64 * 3, 5, 0, 255), Math.round);
    bytes.splice(0, 4, 0, 255, 1, 254);
    const small: ImageArray = {
      images: Float32Array.from(bytes, (byte) => byte / 127.5 - 1),
      shape: [1, 8, 8, 3],
    };
    for (const factor of [2, 4, 8]) {
      const result = withLowFrequencies(noise(1, 8 * factor, 3, factor), small);
      const stored = Float32Array.from(bytesOf(result), (byte) => byte / 127.5 - 1);
      expect(bytesOf(boxDownsample({ images: stored, shape: result.shape }, factor))).toEqual(bytes);
    }
  });
  it('is the nearest such image: the conditions of Karush, Kuhn and Tucker', () => {
    // In a block every pixel strictly inside moved by the same t; one at a bound would have moved by at least that.
    const images = noise(1, 4, 1, 3);
    const small: ImageArray = { images: Float32Array.from([0.9, -0.8, 0.1, 0]), shape: [1, 2, 2, 1] };
    const { images: moved } = withLowFrequencies(images, small);
    for (const block of [
      [0, 1, 4, 5],
      [2, 3, 6, 7],
      [8, 9, 12, 13],
      [10, 11, 14, 15],
    ]) {
      const shift = (index: number): number => moved[index]! - images.images[index]!;
      const inside = block.filter((index) => Math.abs(moved[index]!) < 1);
      const shifts = inside.map(shift);
      expect(Math.max(...shifts) - Math.min(...shifts)).toBeLessThan(1e-6);
      for (const index of block.filter((other) => !inside.includes(other))) {
        expect(Math.abs(shift(index))).toBeLessThanOrEqual(Math.abs(shifts[0]!) + 1e-6);
      }
    }
    expect(moved.some((value) => Math.abs(value) === 1)).toBe(true);
  });
  it('leaves an image that has the reduction already', () => {
    const images = noise(1, 8, 1, 7);
    expect(withLowFrequencies(images, boxDownsample(images, 4)).images).toBeAllClose(images.images);
  });
  it('names what is wrong', () => {
    const images = noise(1, 8, 1, 1);
    expect(() => withLowFrequencies(images, noise(1, 3, 1, 1))).toThrow(
      'withLowFrequencies: small: expected [1,8/f,8/f,1] for an integer f, got [1,3,3,1].',
    );
    const loud = { images: Float32Array.of(2), shape: [1, 1, 1, 1] as const };
    expect(() => withLowFrequencies(images, loud)).toThrow(
      'withLowFrequencies: small: expected values in [-1, 1], got 2.',
    );
  });
});
