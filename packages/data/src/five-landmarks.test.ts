import { expect, it } from '@jest/globals';
import { fiveLandmarks } from './five-landmarks.js';
import type { Point } from './similarity-transform.js';

it('takes the points of the 300-W scheme', () => {
  // Point i is (i, 100 i), so every mean shows what it is of; the numbers are those of the scheme's drawing, less 1.
  const points = Array.from({ length: 68 }, (_, i): Point => [i, 100 * i]);
  expect(fiveLandmarks(points)).toEqual([
    [38.5, 3850],
    [44.5, 4450],
    [30, 3000],
    [48, 4800],
    [54, 5400],
  ]);
});

it('refuses another number of points', () => {
  expect(() => fiveLandmarks([[1, 2]])).toThrow(new RangeError('fiveLandmarks: expected 68 points, got 1.'));
});
