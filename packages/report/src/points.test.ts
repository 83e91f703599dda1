import { describe, expect, it } from '@jest/globals';
import { orderedPoints, smoothPoints, thinPoints, type Point } from './points.js';

/** Numbers in [0, 1) from a multiplicative generator. */
function random(count: number): readonly number[] {
  let state = 1;
  return Array.from({ length: count }, () => (state = (state * 48271) % 2147483647) / 2147483647);
}

describe('orderedPoints', () => {
  it('leaves out what is not finite and orders by x', () => {
    const points: Point[] = [[3, 1], [NaN, 1], [1, Infinity], [1, 2], [2, NaN], [-Infinity, 0], [-1, 5]]; // prettier-ignore
    expect(orderedPoints(points)).toEqual([[-1, 5], [1, 2], [3, 1]]); // prettier-ignore
  });
});

describe('thinPoints', () => {
  it.each([501, 1000, 1001, 7919])('of %i points keeps the ends and every peak', (count) => {
    const points = random(count).map((y, x): Point => [x, y]);
    const thin = thinPoints(points, 500);
    expect(thin.length).toBeLessThanOrEqual(500);
    expect(thin.length).toBeGreaterThan(400);
    expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
    expect(thin.map(([x]) => x)).toEqual([...new Set(thin.map(([x]) => x))].sort((a, b) => a - b));
    expect(thin.every(([x, y]) => points[x]?.[1] === y)).toBe(true);
    for (const peak of [3, 250, 400]) {
      const spiked = points.map(([x, y], index): Point => [
        x,
        index === peak ? 9 : index === peak + 1 ? -9 : y,
      ]);
      const kept = thinPoints(spiked, 500);
      expect(kept).toContainEqual([peak, 9]);
      expect(kept).toContainEqual([peak + 1, -9]);
    }
  });
  it('leaves few points alone', () => {
    const points = random(500).map((y, x): Point => [x, y]);
    expect(thinPoints(points, 500)).toBe(points);
  });
});

describe('smoothPoints', () => {
  it('leaves a straight line as it is, also with gaps and at the ends', () => {
    let x = 0;
    const line = random(300).map((gap): Point => [(x += gap), 3 - 2 * x]);
    const smooth = smoothPoints(line, 0.2, 1000);
    expect(smooth.map(([at]) => at)).toEqual(line.map(([at]) => at));
    for (const [at, y] of smooth) expect(y).toBeCloseTo(3 - 2 * at, 8);
  });
  it('is the mean of the points around, where as many stand left as right', () => {
    const points = random(101).map((y, x): Point => [x, y]);
    const [, middle] = smoothPoints(points, 0.2, 101)[50] ?? [];
    const around = points.slice(40, 61);
    expect(middle).toBeCloseTo(around.reduce((sum, [, y]) => sum + y, 0) / 21, 10);
  });
  it('is the least-squares line at the ends', () => {
    // Closed form: (0, 0), (1, 3), (2, 0) have the slope 0 and the mean 1.
    const [first] = smoothPoints([[0, 0], [1, 3], [2, 0], [3, 0], [4, 0]], 0.8, 5); // prettier-ignore
    expect(first?.[1]).toBeCloseTo(1, 10);
  });
  it('stays within its limit and reaches both ends', () => {
    const points = random(5000).map((y, x): Point => [x, y]);
    const smooth = smoothPoints(points, 0.01, 250);
    expect(smooth.length).toBe(250);
    expect([smooth[0]?.[0], smooth.at(-1)?.[0]]).toEqual([0, 4999]);
  });
  it('takes few points, one, none, and points at one x', () => {
    expect(smoothPoints([], 0.5, 250)).toEqual([]);
    expect(smoothPoints([[2, 7]], 0.5, 250)).toEqual([[2, 7]]);
    expect(smoothPoints([[2, 7], [2, 9], [2, 5]], 0.9, 250)[1]).toEqual([2, 7]); // prettier-ignore
  });
});
