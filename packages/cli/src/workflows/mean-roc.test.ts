import { expect, it } from '@jest/globals';
import { rocCurve } from '@cvg/metrics';
import type { Point } from '@cvg/report';
import { meanRoc } from './mean-roc.js';

const point = (falsePositiveRate: number, truePositiveRate: number) => ({
  ...{ falsePositiveRate, truePositiveRate, threshold: 0 },
});

it('is the mean of the true positive rates at each false positive rate', () => {
  const steep = [point(0, 0), point(0, 0.8), point(0.5, 0.8), point(0.5, 1), point(1, 1)];
  const chance = [point(0, 0), point(1, 1)];
  expect(meanRoc([steep, chance])).toEqual([
    [0, 0],
    [0, 0.4],
    [0.5, 0.65],
    [0.5, 0.75],
    [1, 1],
  ]);
});

it('has the mean of the areas', () => {
  // Oracle: the areas of rocCurve are shares of well ordered pairs, counted without a curve.
  const curves = [
    rocCurve([9, 8, 7, 6, 5, 4], [true, false, true, true, false, false]),
    rocCurve([3, 1, 1, 2, 0], [true, false, true, false, false]),
    rocCurve([1, 2, 3, 4, 5, 6, 6], [true, false, true, true, false, false, true]),
  ];
  const points = meanRoc(curves.map((curve) => curve.points));
  const area = points.reduce((sum, [x, y]: Point, index) => {
    const [beforeX, beforeY] = points[index - 1] ?? [0, 0];
    return sum + ((x - beforeX) * (y + beforeY)) / 2;
  }, 0);
  expect(area).toBeCloseTo(curves.reduce((sum, { auc }) => sum + auc, 0) / 3, 12);
});
