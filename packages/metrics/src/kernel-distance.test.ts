import { describe, expect, it } from '@jest/globals';
import { features, NETWORK, oracles } from './__fixtures__/seeded-data.js';
import { kernelDistance } from './index.js';

describe('kernelDistance', () => {
  // oracle: __fixtures__/distances.py (torch-fidelity)
  it.each(oracles.kernel)('agrees with torch-fidelity in $subsets subsets of $size', async (fixture) => {
    const { n, m, d, subsets, size, seed } = fixture;
    const [real, generated] = [features(n, d, 21), features(m, d, 22, 1.2, 0.1)];
    const result = await kernelDistance(real, generated, { subsets, subsetSize: size, seed });
    expect(result.perSubset).toBeAllClose(fixture.values, { rtol: 1e-10, atol: 0 });
    expect(result.values.mean).toBeAllClose(fixture.mean, { rtol: 1e-10, atol: 0 });
    expect(result.values.standardDeviation).toBeAllClose(fixture.standardDeviation, { rtol: 1e-9, atol: 0 });
    expect(result).toMatchObject({
      n: { real: n, generated: m },
      splits: subsets,
      seeds: { subsets: [seed] },
      settings: { subsetSize: size },
      network: NETWORK,
    });
  });
  it.each(oracles.kernelOfAll)('measures all $n of both sides once', async ({ n, d, mean }) => {
    const result = await kernelDistance(features(n, d, 21), features(n, d, 22, 1.2, 0.1));
    expect(result.values.mean).toBeAllClose(mean, { rtol: 1e-10, atol: 0 });
    expect(result).toMatchObject({
      splits: 1,
      settings: { subsetSize: n },
      values: { standardDeviation: 0 },
    });
  });
  it('is the definition for two points a side, where no block is full', async () => {
    const set = (values: number[]) => ({ data: values, shape: [2, 1] as const, network: NETWORK });
    const k = (x: number, y: number): number => (x * y + 1) ** 3;
    const { values } = await kernelDistance(set([1, 2]), set([-1, 3]));
    const between = k(1, -1) + k(1, 3) + k(2, -1) + k(2, 3);
    expect(values.mean).toBeCloseTo(k(1, 2) + k(-1, 3) - between / 2, 12);
  });
  it('is the definition beyond one block', async () => {
    const set = features(290, 3, 2);
    const { all, others } = meanKernel(set.data, 3);
    const { values } = await kernelDistance(set, set);
    expect(values.mean).toBeAllClose(2 * others - 2 * all, { rtol: 1e-9, atol: 0 });
  });
  it('is about 0 between samples of one distribution, of any size', async () => {
    const { values } = await kernelDistance(features(400, 8, 101), features(400, 8, 202), {
      subsets: 50,
      subsetSize: 100,
    });
    expect(Math.abs(values.mean)).toBeLessThan(0.01);
    expect(values.standardDeviation).toBeGreaterThan(0);
  });
  it('repeats with its seed only', async () => {
    const [real, generated] = [features(40, 4, 1), features(40, 4, 2)];
    const measure = async (seed: number) =>
      (await kernelDistance(real, generated, { subsets: 3, subsetSize: 20, seed })).perSubset;
    expect(await measure(5)).toEqual(await measure(5));
    expect(await measure(6)).not.toEqual(await measure(5));
  });
  it('names what is wrong, and stops by its signal', async () => {
    const set = features(5, 2, 1);
    await expect(kernelDistance(set, set, { subsetSize: 6 })).rejects.toThrow(
      'subsetSize must be an integer in [2, 5], got 6',
    );
    await expect(kernelDistance(set, set, { subsets: 0 })).rejects.toThrow('subsets must be an integer >= 1');
    await expect(kernelDistance(set, set, { seed: 0.5 })).rejects.toThrow('seed must be a safe integer');
    await expect(kernelDistance(features(1, 2, 1), set)).rejects.toThrow('real: expected at least 2 rows');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(kernelDistance(set, set, { signal })).rejects.toThrow('enough');
  });
  it('lets timers run meanwhile, which may stop it', async () => {
    const set = features(500, 32, 1);
    const signal = AbortSignal.timeout(100);
    const endless = kernelDistance(set, set, { subsets: 1e6, subsetSize: 400, signal });
    await expect(endless).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

/** Mean of the kernel over all pairs of rows, and over those of two different rows. */
function meanKernel(data: ArrayLike<number>, d: number): { all: number; others: number } {
  const n = data.length / d;
  let [all, diagonal] = [0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let dot = 0;
      for (let k = 0; k < d; k++) dot += data[i * d + k]! * data[j * d + k]!;
      all += (dot / d + 1) ** 3;
      if (i === j) diagonal += (dot / d + 1) ** 3;
    }
  }
  return { all: all / n ** 2, others: (all - diagonal) / (n * (n - 1)) };
}
