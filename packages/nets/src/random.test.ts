import { describe, expect, it } from '@jest/globals';
import { keyedUniform, normalDraws } from './random.js';

const SIZE = 100_000;
const mean = (values: ArrayLike<number>, f: (value: number) => number): number =>
  Array.from(values).reduce((sum, value) => sum + f(value), 0) / values.length;

describe('keyedUniform', () => {
  it('repeats with its key, and keys that differ in one letter are uncorrelated', () => {
    const draws = (key: string): number[] => {
      const uniform = keyedUniform(key);
      return Array.from({ length: SIZE }, uniform);
    };
    const [a, b] = [draws('1/dcgan/conv1/kernel'), draws('1/dcgan/conv2/kernel')];
    expect(draws('1/dcgan/conv1/kernel')).toEqual(a);
    const correlation = a.reduce((sum, value, i) => sum + (value - 0.5) * (b[i]! - 0.5), 0) / SIZE / (1 / 12);
    expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(SIZE));
    expect(Math.abs(mean(a, (v) => v) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / SIZE));
    expect(Math.min(...a)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...a)).toBeLessThan(1);
  });
});

describe('normalDraws', () => {
  it('has the moments of N(0, sigma^2), within five standard errors', () => {
    const draws = normalDraws(SIZE, 0.02, keyedUniform('moments')).map((draw) => draw / 0.02);
    const error = (variance: number): number => 5 * Math.sqrt(variance / SIZE);
    expect(Math.abs(mean(draws, (v) => v))).toBeLessThan(error(1));
    expect(Math.abs(mean(draws, (v) => v ** 2) - 1)).toBeLessThan(error(2));
    expect(Math.abs(mean(draws, (v) => v ** 3))).toBeLessThan(error(15));
    expect(Math.abs(mean(draws, (v) => v ** 4) - 3)).toBeLessThan(error(96));
    // Neighbours come from one radius and angle.
    const products = Array.from(draws.subarray(1), (value, i) => value * draws[i]!);
    expect(Math.abs(mean(products, (v) => v))).toBeLessThan(error(1));
  });
  it('gives odd counts', () => {
    const odd = normalDraws(5, 1, keyedUniform('odd'));
    expect(odd).toHaveLength(5);
    expect([...odd]).toEqual([...normalDraws(6, 1, keyedUniform('odd'))].slice(0, 5));
  });
});
