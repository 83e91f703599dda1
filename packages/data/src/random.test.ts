import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { keyedUniform, shuffled } from './random.js';

describe('keyedUniform', () => {
  it('is sfc32 seeded by cyrb128', () => {
    // oracle: __fixtures__/random.py
    const file = new URL('./__fixtures__/random.json', import.meta.url);
    const streams = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number[]>;
    expect(Object.keys(streams)).toHaveLength(4);
    for (const [key, integers] of Object.entries(streams)) {
      const uniform = keyedUniform(key);
      expect(integers.map(() => uniform() * 2 ** 32)).toEqual(integers);
    }
  });
});

describe('shuffled', () => {
  it('gives each of the 24 orders of four items equally often, and leaves its input alone', () => {
    const items = Int32Array.of(3, 5, 7, 9);
    const counts = new Map<string, number>();
    const draws = 24_000;
    for (let draw = 0; draw < draws; draw++) {
      const order = String(shuffled(items, keyedUniform(`orders/${draw}`)));
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(items).toEqual(Int32Array.of(3, 5, 7, 9));
    expect(counts.size).toBe(24);
    const expected = draws / 24;
    const chiSquared = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(49.7); // the 99.9 % point of 23 degrees of freedom
  });
});
