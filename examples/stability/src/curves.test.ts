import { expect, it } from '@jest/globals';
import { curveFacts, meanCurve } from './curves.js';

it('averages curves step by step', () => {
  const mean = meanCurve([
    [[10, 1], [20, 2]],
    [[20, 6], [10, 3]],
  ]); // prettier-ignore
  expect(mean).toEqual([[10, 2], [20, 4]]); // prettier-ignore
});

it('tells how a curve begins, ends and swings', () => {
  const curve = Array.from({ length: 20 }, (_, step) => [step, step < 10 ? 100 : 10 + (step % 2)] as const);
  const { first, last, swing } = curveFacts(curve);
  expect([first, last]).toEqual([100, 10.5]);
  expect(swing).toBeCloseTo(0.5 / 10.5, 10);
});
