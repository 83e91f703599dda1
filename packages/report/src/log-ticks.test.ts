import { expect, it } from '@jest/globals';
import { logTicks } from './log-ticks.js';

it('draws powers of ten, and steps between them where there are few', () => {
  expect(logTicks([0.002, 50])).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
  expect(logTicks([0.002, 500])).toEqual([0.001, 0.1, 10, 1000]);
  expect(logTicks([3, 40])).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500]);
});
