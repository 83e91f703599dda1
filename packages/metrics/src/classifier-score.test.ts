import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { oracles } from './__fixtures__/seeded-data.js';
import { classifierScore, ClassifierScore, type Matrix } from './index.js';

interface Case {
  readonly probabilities: number[][];
  readonly splits: number;
  readonly seed: number;
  readonly perSplit: number[];
  readonly mean: number;
  readonly standardDeviation: number;
}
// oracle: __fixtures__/metrics.py (numpy and scipy.stats.entropy)
const { classifierScore: cases } = JSON.parse(
  readFileSync(new URL('./__fixtures__/metrics.json', import.meta.url), 'utf8'),
) as { classifierScore: Case[] };

const matrix = (rows: readonly (readonly number[])[]): Matrix => ({
  data: rows.flat(),
  shape: [rows.length, rows[0]?.length ?? 0],
});

describe('classifierScore', () => {
  it.each(cases)('agrees with scipy in $splits splits', async (fixture) => {
    const { probabilities, splits, seed } = fixture;
    const result = await classifierScore(matrix(probabilities), { splits, seed });
    // scipy scales float32 probabilities to sum 1 in float64, which moves the score by some 1e-9
    expect(result.perSplit).toBeAllClose(fixture.perSplit, { rtol: 1e-8, atol: 0 });
    expect(result.mean).toBeAllClose(fixture.mean, { rtol: 1e-8, atol: 0 });
    expect(result.standardDeviation).toBeAllClose(fixture.standardDeviation, { rtol: 1e-7, atol: 0 });
    expect(result).toMatchObject({ splits, n: probabilities.length, numClasses: probabilities[0]?.length });
  });
  // oracle: __fixtures__/distances.py
  it.each(oracles.score)('agrees with torch-fidelity in $splits splits', async (fixture) => {
    const { n, classes, splits, seed, probabilities } = fixture;
    const result = await classifierScore({ data: probabilities, shape: [n, classes] }, { splits, seed });
    expect(result.mean).toBeAllClose(fixture.mean, { rtol: 1e-13, atol: 0 });
    expect(result.standardDeviation).toBeAllClose(fixture.standardDeviation, { rtol: 1e-12, atol: 0 });
  });
  it('is K for certain and balanced predictions, 1 for equal ones, whatever the number of splits', async () => {
    const certain = matrix(
      Array.from({ length: 40 }, (_, i) => [0, 1, 2, 3].map((k) => (k === i % 4 ? 1 : 0))),
    );
    expect((await classifierScore(certain, { splits: 1 })).mean).toBeCloseTo(4, 12);
    const equal = matrix(Array.from({ length: 40 }, () => [0.7, 0.2, 0.1, 0]));
    const { mean, standardDeviation } = await classifierScore(equal, { splits: 5 });
    expect([mean, standardDeviation]).toBeAllClose([1, 0], { rtol: 1e-12, atol: 1e-12 });
  });
  it('does not put one class in a split when samples come in class order', async () => {
    const sorted = matrix(
      Array.from({ length: 1000 }, (_, i) =>
        Array.from({ length: 10 }, (__, k) => (k === Math.floor(i / 100) ? 1 : 0)),
      ),
    );
    const cyclic = matrix(
      Array.from({ length: 1000 }, (_, i) => Array.from({ length: 10 }, (__, k) => (k === i % 10 ? 1 : 0))),
    );
    for (const samples of [sorted, cyclic]) {
      expect((await classifierScore(samples, { splits: 10 })).mean).toBeGreaterThan(9);
    }
  });
  it('is the same in batches and for a tensor, which stays the caller’s', async () => {
    const [fixture] = cases.slice(1);
    const { probabilities, splits, seed } = fixture!;
    const whole = await classifierScore(matrix(probabilities), { splits, seed });
    const meter = new ClassifierScore(4, { splits, seed });
    meter.add(matrix(probabilities.slice(0, 5)));
    meter.add(matrix(probabilities.slice(5)));
    expect(meter.result()).toEqual(whole);
    const tensor = tf.tensor2d(probabilities);
    const before = tf.memory().numTensors;
    expect((await classifierScore(tensor, { splits, seed })).mean).toBeCloseTo(whole.mean, 6);
    expect(tf.memory().numTensors).toBe(before);
  });
  it('names what is wrong, and counts nothing of a refused batch', async () => {
    await expect(classifierScore(matrix([[2, -1]]))).rejects.toThrow(
      'expected numbers in [0, 1], got 2 in row 0; logits need a softmax first',
    );
    await expect(classifierScore(matrix([[0.5, NaN]]))).rejects.toThrow('got NaN in row 0');
    await expect(classifierScore(matrix([[0.5, 0.4]]))).rejects.toThrow(
      'expected rows with sum 1, got 0.9 in row 0',
    );
    await expect(classifierScore(matrix([[0.5, 0.5]]))).rejects.toThrow(
      '10 splits need as many samples, got 1',
    );
    await expect(classifierScore(matrix([[1]]), { splits: 0 })).rejects.toThrow(
      'splits must be an integer >= 1, got 0',
    );
    await expect(classifierScore(matrix([[1]]), { seed: 0.5 })).rejects.toThrow(
      'seed must be a safe integer, got 0.5',
    );
    expect(() => new ClassifierScore(0)).toThrow('numClasses must be an integer >= 1, got 0');
    const meter = new ClassifierScore(2, { splits: 1 });
    meter.add(matrix([[1, 0]]));
    expect(() =>
      meter.add(
        matrix([
          [1, 0],
          [3, 0],
        ]),
      ),
    ).toThrow('row 1');
    expect(meter.result().n).toBe(1);
  });
});
