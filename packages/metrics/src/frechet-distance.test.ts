import { describe, expect, it } from '@jest/globals';
import { features, NETWORK, oracles } from './__fixtures__/seeded-data.js';
import { FeatureStatistics, frechetDistance, type FeatureSet } from './index.js';

/** All sign patterns of `deviations` around `mean`: its covariance is diagonal, with `deviation^2 n / (n - 1)`. */
function box(deviations: readonly number[], mean: readonly number[]): FeatureSet {
  const d = deviations.length;
  const n = 2 ** d;
  const data = Float32Array.from({ length: n * d }, (_, index) => {
    const sign = (Math.floor(index / d) >> (index % d)) & 1 ? 1 : -1;
    return (mean[index % d] ?? 0) + sign * (deviations[index % d] ?? 0);
  });
  return { data, shape: [n, d], network: NETWORK };
}
function without(set: FeatureSet, dead: number): FeatureSet {
  const [, d] = set.shape;
  return { ...set, data: Float32Array.from(set.data as Float32Array, (v, i) => (i % d < dead ? 0 : v)) };
}

describe('frechetDistance', () => {
  // oracle: __fixtures__/distances.py (clean-fid, torch-fidelity; the nuclear norm by numpy where covariances are singular)
  it.each(oracles.frechet)('agrees with reference code: n $n and $m, F $d, $dead dead', (fixture) => {
    const { n, m, d, dead } = fixture;
    const real = without(features(n, d, 11), dead);
    const generated = without(features(m, d, 12, 1.5, 0.25), dead);
    const result = frechetDistance(real, generated);
    for (const expected of [fixture.nuclear, fixture.cleanFid, fixture.torchFidelity]) {
      if (expected !== undefined) {
        expect(result.values.distance).toBeAllClose(expected, { rtol: 1e-12, atol: 0 });
      }
    }
    expect(result).toMatchObject({ n: { real: n, generated: m }, network: NETWORK, splits: 1, seeds: {} });
    expect(frechetDistance(generated, real).values.distance).toBeAllClose(fixture.nuclear, {
      rtol: 1e-12,
      atol: 0,
    });
  });
  it("is |m - m'|^2 + sum (s - s')^2 of Gaussians with diagonal covariances", () => {
    const a = [1, 0.5, 2, 0, 2 ** -20]; // the last is small, but above rounding
    const b = [2, 0.5, 0.25, 0, 0.25];
    const real = box(a, [0, 1, 0, 3, 0]);
    const generated = box(b, [1, 1, -2, 3, 0]);
    const { values } = frechetDistance(real, generated);
    expect(values.means).toBeAllClose(5, { rtol: 1e-14, atol: 0 });
    const squares = a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
    expect(values.covariances).toBeAllClose((squares * 32) / 31, { rtol: 1e-13, atol: 0 });
    expect(values.distance).toBe(values.means + values.covariances);
  });
  it('is 0 within rounding of a set from itself, also with fewer samples than features', () => {
    for (const [n, d] of [
      [60, 5],
      [6, 50],
    ] as const) {
      const set = features(n, d, 3);
      expect(frechetDistance(set, set).values.distance).toBeLessThan(1e-12 * d);
    }
  });
  it('is the distance of the means if all samples of a side are one point', () => {
    const points = (values: number[]): FeatureSet => ({
      data: Float32Array.from([...values, ...values]),
      shape: [2, 2],
      network: NETWORK,
    });
    expect(frechetDistance(points([1, 2]), points([4, 6])).values.distance).toBe(25);
    expect(frechetDistance(points([0, 0]), box([1, 1], [0, 0])).values.distance).toBeCloseTo(8 / 3, 14);
  });
  it('takes statistics that came in batches, of which a large mean costs no digits', () => {
    const [n, d] = [700, 300];
    const set = features(n, d, 5, 0.5, 64);
    const statistics = new FeatureStatistics(d, { network: NETWORK, seeds: { noise: [4] } });
    for (const [start, end] of [
      [0, 1],
      [1, 400],
      [400, 700],
    ] as const) {
      statistics.add({
        data: Float32Array.from(set.data).subarray(start * d, end * d),
        shape: [end - start, d],
      });
    }
    expect(statistics.n).toBe(n);
    const [mean, covariance] = twoPass(set);
    expect(statistics.mean).toBeAllClose(mean, { rtol: 1e-13, atol: 0 });
    expect(statistics.covariance()).toBeAllClose(covariance, { rtol: 1e-9, atol: 1e-13 });
    const result = frechetDistance(set, statistics);
    expect(result.values.distance).toBeLessThan(1e-9);
    expect(result.seeds).toEqual({ noise: [4] });
  });
  it('names what is wrong', () => {
    const set = features(5, 3, 1);
    const other = { ...set, network: 'cd'.repeat(32) };
    expect(() => frechetDistance(set, other)).toThrow(
      'frechetDistance: expected features of one network, got 3 of abababababab (real) and 3 of cdcdcdcdcdcd (generated)',
    );
    expect(() => frechetDistance(set, features(5, 4, 1))).toThrow('got 3 of abababababab (real) and 4 of');
    expect(() => frechetDistance(features(1, 3, 1), set)).toThrow(
      'real: expected at least 2 rows of features, got shape [1,3]',
    );
    expect(() => frechetDistance(set, { ...set, data: new Float32Array(15).fill(NaN) })).toThrow(
      'frechetDistance: generated: expected finite numbers, got NaN in row 0',
    );
    expect(() => frechetDistance({ ...set, network: 'x' }, set)).toThrow('must be a SHA-256 of 64');
    const statistics = new FeatureStatistics(3, { network: NETWORK });
    expect(() => statistics.covariance()).toThrow('expected at least 2 rows, got 0');
    expect(() => statistics.add({ data: [1, 2, Infinity], shape: [1, 3] })).toThrow('got Infinity in row 0');
    expect(() => statistics.add({ data: [1, 2], shape: [1, 2] })).toThrow('expected shape [n,3], got [1,2]');
    expect(() => new FeatureStatistics(0, { network: NETWORK })).toThrow(
      'numFeatures must be an integer >= 1',
    );
  });
});

/** Mean and covariance by their definitions. */
function twoPass({ data, shape: [n, d] }: FeatureSet): [number[], number[]] {
  const at = (row: number, column: number): number => data[row * d + column]!;
  const sum = (term: (row: number) => number): number => {
    let total = 0;
    for (let row = 0; row < n; row++) total += term(row);
    return total;
  };
  const mean = Array.from({ length: d }, (_, i) => sum((row) => at(row, i)) / n);
  const covariance = mean.flatMap((mi, i) =>
    mean.map((mj, j) => sum((row) => (at(row, i) - mi) * (at(row, j) - mj)) / (n - 1)),
  );
  return [mean, covariance];
}
