import { describe, expect, it } from '@jest/globals';
import { features, NETWORK, oracles } from './__fixtures__/seeded-data.js';
import { precisionRecallDensityCoverage, type FeatureSet } from './index.js';

const line = (values: readonly number[]): FeatureSet => ({
  data: values,
  shape: [values.length, 1],
  network: NETWORK,
});

describe('precisionRecallDensityCoverage', () => {
  // oracle: __fixtures__/distances.py (prdc); 300 against 200 is more than a block
  it.each(oracles.neighbourhoods)('agrees with prdc: $n and $m, F $d, k $neighbours', async (fixture) => {
    const { n, m, d, neighbours, ...expected } = fixture;
    const [real, generated] = [features(n, d, 31), features(m, d, 32, 0.8, 0.15)];
    const result = await precisionRecallDensityCoverage(real, generated, { neighbours });
    for (const name of ['precision', 'recall', 'density', 'coverage'] as const) {
      expect(result.values[name]).toBeAllClose(expected[name], { rtol: 1e-14, atol: 0 });
    }
    expect(result).toMatchObject({
      n: { real: n, generated: m },
      network: NETWORK,
      settings: { neighbours },
    });
  });
  it('is perfect for a set beside itself: density counts itself and, on average, its k neighbours', async () => {
    const set = features(600, 6, 9);
    const { values } = await precisionRecallDensityCoverage(set, set, { neighbours: 5 });
    expect(values).toMatchObject({ precision: 1, recall: 1, coverage: 1 });
    expect(values.density).toBeCloseTo(6 / 5, 12);
  });
  it('is 0 far away', async () => {
    const set = features(30, 3, 9);
    const { values } = await precisionRecallDensityCoverage(set, features(30, 3, 8, 1, 100));
    expect(values).toEqual({ precision: 0, recall: 0, density: 0, coverage: 0 });
  });
  it('tells quality from variety on a line', async () => {
    const real = line([0, 1, 2, 3, 4, 5, 6, 7]);
    const collapsed = line([0.5, 0.5, 0.5, 0.5]); // each in the balls of 0 and 1
    expect((await precisionRecallDensityCoverage(real, collapsed, { neighbours: 1 })).values).toEqual({
      precision: 1,
      recall: 0,
      density: 2,
      coverage: 2 / 8,
    });
    expect((await precisionRecallDensityCoverage(collapsed, real, { neighbours: 1 })).values).toEqual({
      precision: 0,
      recall: 1,
      density: 0,
      coverage: 0,
    });
  });
  it('convention: balls are closed, also those of radius 0 around real images that are equal', async () => {
    const twice = line([0.1, 0.1, 0.7, 0.7]);
    const { values } = await precisionRecallDensityCoverage(twice, line([0.1, 0.7]), { neighbours: 1 });
    expect(values).toEqual({ precision: 1, recall: 1, density: 2, coverage: 1 });
  });
  it('names what is wrong, and stops by its signal', async () => {
    const set = features(5, 2, 1);
    await expect(precisionRecallDensityCoverage(set, set)).rejects.toThrow(
      'real: expected at least 6 rows of features, got shape [5,2]',
    );
    await expect(precisionRecallDensityCoverage(set, set, { neighbours: 0 })).rejects.toThrow(
      'neighbours must be an integer >= 1, got 0',
    );
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(precisionRecallDensityCoverage(set, set, { neighbours: 1, signal })).rejects.toThrow(
      'enough',
    );
  });
});
