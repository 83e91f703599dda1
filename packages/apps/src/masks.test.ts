import { describe, expect, it } from '@jest/globals';
import { randomSquareMasks, type Masks } from './index.js';

/** Top, left, height and width of the ones of mask `index`, and how many there are. */
function box({ data, shape: [, height, width] }: Masks, index: number): number[] {
  const places = Array.from(data.subarray(index * height * width, (index + 1) * height * width).entries())
    .filter(([, value]) => value === 1)
    .map(([place]) => [Math.floor(place / width), place % width] as const);
  const [rows, columns] = [places.map(([y]) => y), places.map(([, x]) => x)];
  const [top, left] = [Math.min(...rows), Math.min(...columns)];
  return [top, left, Math.max(...rows) - top + 1, Math.max(...columns) - left + 1, places.length];
}

describe('randomSquareMasks', () => {
  it("is the paper's 50 of 128 at every size", () => {
    for (const [size, side] of [
      [128, 50],
      [64, 25],
      [32, 13], // 12.5
    ] as const) {
      const masks = randomSquareMasks({ count: 3, height: size, width: size, seed: 1 });
      expect(masks.shape).toEqual([3, size, size]);
      for (const index of [0, 1, 2]) expect(box(masks, index).slice(2)).toEqual([side, side, side * side]);
    }
  });
  it('reaches every place inside the image, and no other', () => {
    const masks = randomSquareMasks({ count: 400, height: 4, width: 5, side: 2, seed: 0 });
    const corners = Array.from({ length: 400 }, (_, index) => box(masks, index).join());
    expect(new Set(corners).size).toBe(12);
    expect(corners.every((corner) => corner.endsWith(',2,2,4'))).toBe(true);
  });
  it('repeats with its seed', () => {
    const draw = (seed: number): Masks => randomSquareMasks({ count: 5, height: 32, width: 32, seed });
    expect(draw(4)).toEqual(draw(4));
    expect(draw(4)).not.toEqual(draw(5));
  });
  it('names what is wrong', () => {
    const size = { count: 1, height: 4, width: 5, seed: 0 };
    expect(() => randomSquareMasks({ ...size, side: 5 })).toThrow('side must be at most 4, got 5');
    expect(() => randomSquareMasks({ ...size, side: 0 })).toThrow('side must be an integer >= 1, got 0');
    expect(() => randomSquareMasks({ ...size, count: 0 })).toThrow('count must be an integer >= 1, got 0');
    expect(() => randomSquareMasks({ ...size, seed: NaN })).toThrow('seed must be a safe integer, got NaN');
  });
});
