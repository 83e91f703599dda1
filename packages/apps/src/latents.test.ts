import { describe, expect, it } from '@jest/globals';
import { sampleLatents } from './index.js';

const moment = (values: Float32Array, power: number): number =>
  values.reduce((sum, value) => sum + value ** power, 0) / values.length;

describe('sampleLatents', () => {
  it('has the moments of N(0, 1)', () => {
    const z = sampleLatents({ count: 10_000, latentSize: 10, seed: 3 });
    // Standard errors of the moments of 100,000 draws: 0.0032, 0.0045, 0.012, 0.031; four of them are allowed.
    expect(Math.abs(moment(z, 1))).toBeLessThan(0.013);
    expect(Math.abs(moment(z, 2) - 1)).toBeLessThan(0.018);
    expect(Math.abs(moment(z, 3))).toBeLessThan(0.049);
    expect(Math.abs(moment(z, 4) - 3)).toBeLessThan(0.125);
  });
  it.each([
    // oracle: scipy.stats.truncnorm.var(-bound, bound)
    [0.5, 0.0805892],
    [1, 0.2911251],
    [2, 0.7737413],
  ])('has the variance of the normal distribution cut off at %p', (truncation, variance) => {
    const z = sampleLatents({ count: 5000, latentSize: 10, seed: 3, truncation });
    expect(Math.max(...z.map(Math.abs))).toBeLessThanOrEqual(truncation);
    expect(moment(z, 2)).toBeAllClose(variance, { rtol: 0.03 });
  });
  it('begins the same, however many are drawn', () => {
    const few = sampleLatents({ count: 2, latentSize: 3, seed: 5 });
    expect(sampleLatents({ count: 9, latentSize: 3, seed: 5 }).slice(0, 6)).toEqual(few);
  });
  it('repeats with its seed, and no bit of the seed is lost', () => {
    const draw = (seed: number): string => sampleLatents({ count: 4, latentSize: 4, seed }).join();
    expect(draw(7)).toBe(draw(7));
    expect(new Set([0, 1, -1, 2 ** 31, 2 ** 32, 2 ** 52, 2 ** 32 + 1].map(draw)).size).toBe(7);
  });
  it('names what is wrong', () => {
    expect(() => sampleLatents({ count: 0, latentSize: 1, seed: 0 })).toThrow(
      'sampleLatents: count must be an integer >= 1, got 0',
    );
    expect(() => sampleLatents({ count: 1, latentSize: 0, seed: 0 })).toThrow(
      'sampleLatents: latentSize must be an integer >= 1, got 0',
    );
    expect(() => sampleLatents({ count: 1, latentSize: 1, seed: 0, truncation: 0 })).toThrow(
      'sampleLatents: truncation must be > 0, got 0',
    );
    expect(() => sampleLatents({ count: 1, latentSize: 1, seed: 1.5 })).toThrow(
      'sampleLatents: seed must be a safe integer, got 1.5',
    );
  });
});
