import { expect, it } from '@jest/globals';
import { isCollapsed, shareInterval } from './collapse.js';

it('calls a run collapsed that draws one image a class, or the wrong class', () => {
  expect(isCollapsed({ deviationRatio: 0.5, top1: 0.9 })).toBe(false);
  expect(isCollapsed({ deviationRatio: 0.05, top1: 0.99 })).toBe(true);
  expect(isCollapsed({ deviationRatio: 0.9, top1: 0.3 })).toBe(true);
});

it("gives Wilson's interval", () => {
  // Oracle: R's binom::binom.wilson and the closed form at the ends, z^2 / (n + z^2).
  const z2 = 1.96 ** 2;
  expect(shareInterval(0, 10)[0]).toBe(0);
  expect(shareInterval(0, 10)[1]).toBeCloseTo(z2 / (10 + z2), 10);
  expect(shareInterval(10, 10)[0]).toBeCloseTo(10 / (10 + z2), 10);
  expect(shareInterval(10, 10)[1]).toBeCloseTo(1, 10);
  // The bounds solve (share - p)^2 = z^2 p (1 - p) / n.
  for (const bound of shareInterval(3, 10)) {
    expect((0.3 - bound) ** 2).toBeCloseTo((z2 * bound * (1 - bound)) / 10, 10);
  }
});
