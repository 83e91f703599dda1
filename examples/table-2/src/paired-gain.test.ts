import { expect, it } from '@jest/globals';
import { pairedGain } from './paired-gain.js';

it('weighs a mean difference against its standard error', () => {
  // Oracle: scipy.stats.t.interval(0.95, 2, loc=0.02, scale=scipy.stats.sem([0.01, 0.02, 0.03]))
  const { mean, standardError, interval, outsideNoise } = pairedGain([0.01, 0.02, 0.03]);
  expect(mean).toBeCloseTo(0.02, 12);
  expect(standardError).toBeCloseTo(0.01 / Math.sqrt(3), 12);
  expect(interval).toEqual([expect.closeTo(-0.0048414, 5), expect.closeTo(0.0448414, 5)]);
  expect(outsideNoise).toBe(false);
});

it.each([[[0.021, 0.022, 0.023], true], [[-0.021, -0.022, -0.023], true], [[0.02, -0.02, 0.01], false]])(
  'of %j says %s',
  (differences, expected) => {
    expect(pairedGain(differences).outsideNoise).toBe(expected);
  },
); // prettier-ignore

it('uses a quantile near that of Student beyond ten degrees of freedom', () => {
  // Oracle: scipy.stats.t.ppf(0.975, 11) = 2.2009852
  const differences = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 1 : -1));
  const { interval, standardError } = pairedGain(differences);
  expect(interval?.[1] ?? NaN).toBeCloseTo(2.2009852 * (standardError ?? NaN), 2);
});

it('knows nothing of the noise by one seed', () => {
  expect(pairedGain([0.1])).toEqual({ mean: 0.1, standardError: null, interval: null, outsideNoise: false });
});
