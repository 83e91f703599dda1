import { describe, expect, it } from '@jest/globals';
import { augmentImages } from './augmentation.js';
import { seededUniform } from './random.js';

const shape = [60, 4, 5, 2] as const;
const images = Float32Array.from({ length: 60 * 40 }, (_, index) => index);
const pixel = (
  values: Float32Array,
  image: number,
  y: number,
  x: number,
  channel: number,
): number | undefined =>
  values[((image * 4 + Math.min(3, Math.max(0, y))) * 5 + Math.min(4, Math.max(0, x))) * 2 + channel];

/** Every (down, right, mirrored) that turns image `n` into its augmented form. */
function explanations(out: Float32Array, image: number): string[] {
  const found: string[] = [];
  for (let down = -3; down <= 3; down++)
    for (let right = -3; right <= 3; right++)
      for (const mirrored of [false, true]) {
        let same = true;
        for (let y = 0; y < 4; y++)
          for (let x = 0; x < 5; x++)
            for (let channel = 0; channel < 2; channel++)
              same &&=
                pixel(out, image, y, mirrored ? 4 - x : x, channel) ===
                pixel(images, image, y - down, x - right, channel);
        if (same) found.push(`${down},${right},${mirrored ? 'mirrored' : 'upright'}`);
      }
  return found;
}

describe('augmentImages', () => {
  it('changes nothing without shifts and flips', () => {
    expect(augmentImages({ images, shape }, { maxShift: 0, flip: false }, seededUniform(1))).toEqual(images);
  });
  it('shifts every image by at most maxShift, with all shifts occurring', () => {
    const out = augmentImages({ images, shape }, { maxShift: 1, flip: false }, seededUniform(1));
    const shifts = Array.from({ length: 60 }, (_, image) => explanations(out, image));
    expect(shifts.every((each) => each.length === 1)).toBe(true);
    const expected = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => `${down},${right},upright`));
    expect(new Set(shifts.flat())).toEqual(new Set(expected));
  });
  it('mirrors about half of the images', () => {
    const out = augmentImages({ images, shape }, { maxShift: 0, flip: true }, seededUniform(1));
    const mirrored = Array.from({ length: 60 }, (_, image) => explanations(out, image)[0]);
    const count = mirrored.filter((each) => each === '0,0,mirrored').length;
    expect(count + mirrored.filter((each) => each === '0,0,upright').length).toBe(60);
    expect(Math.abs(count - 30)).toBeLessThan(12); // three standard deviations
  });
  it('repeats with its seed', () => {
    const run = (seed: number): Float32Array =>
      augmentImages({ images, shape }, { maxShift: 2, flip: true }, seededUniform(seed));
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });
});
