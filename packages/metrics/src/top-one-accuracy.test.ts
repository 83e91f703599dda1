import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { topOneAccuracy, TopOneAccuracy, type Matrix } from './index.js';

// oracle: __fixtures__/metrics.py (numpy)
const fixture = (
  JSON.parse(readFileSync(new URL('./__fixtures__/metrics.json', import.meta.url), 'utf8')) as {
    topOneAccuracy: { scores: number[][]; labels: number[]; correct: number };
  }
).topOneAccuracy;
const { labels, correct } = fixture;
const scores: Matrix = { data: fixture.scores.flat(), shape: [40, 6] };

describe('topOneAccuracy', () => {
  it("counts numpy's argmax", async () => {
    const result = await topOneAccuracy(scores, labels);
    expect(result).toMatchObject({ correct, n: 40, accuracy: correct / 40 });
    expect(result.perClass.map(({ classId }) => classId)).toEqual([0, 1, 2, 3, 4]);
    expect(result.perClass.reduce((sum, entry) => sum + entry.correct, 0)).toBe(correct);
  });
  it('is the same for a tensor, which stays the caller’s, and for logits and their softmax', async () => {
    const tensor = tf.tensor2d(fixture.scores);
    const before = tf.memory().numTensors;
    const fromTensor = await topOneAccuracy(tensor, labels);
    expect(tf.memory().numTensors).toBe(before);
    expect(fromTensor).toEqual(await topOneAccuracy(scores, labels));
    expect(await topOneAccuracy(tf.softmax(tensor), labels)).toEqual(fromTensor);
  });
  it('is the same in batches', async () => {
    const meter = new TopOneAccuracy(6);
    for (const [start, end] of [
      [0, 7],
      [7, 8],
      [8, 40],
    ] as const) {
      const data = fixture.scores.slice(start, end).flat();
      meter.add({ data, shape: [end - start, 6] }, labels.slice(start, end));
    }
    expect(meter.result()).toEqual(await topOneAccuracy(scores, labels));
  });
  it('gives a class that is not there no row, and of equal scores takes the first', async () => {
    const result = await topOneAccuracy({ data: [1, 1, 0, 0, 3, 3], shape: [2, 3] }, [0, 2]);
    expect(result).toEqual({
      accuracy: 0.5,
      correct: 1,
      n: 2,
      perClass: [
        { classId: 0, n: 1, correct: 1 },
        { classId: 2, n: 1, correct: 0 },
      ],
    });
  });
  it('names what is wrong, and counts nothing of a refused batch', async () => {
    const row = (data: number[]): Matrix => ({ data, shape: [1, 2] });
    await expect(topOneAccuracy(row([0, NaN]), [0])).rejects.toThrow(
      'scores: expected finite numbers, got NaN in row 0',
    );
    await expect(topOneAccuracy(row([0, 1]), [2])).rejects.toThrow('expected integers in [0, 2), got 2 at 0');
    await expect(topOneAccuracy(row([0, 1]), [])).rejects.toThrow('expected 1 labels, got 0');
    await expect(topOneAccuracy(row([0]), [0])).rejects.toThrow('shape [1,2] needs 2 numbers, got 1');
    await expect(topOneAccuracy({ data: [], shape: [0, 2] }, [])).rejects.toThrow('at least one sample');
    await expect(topOneAccuracy(tf.zeros<tf.Rank>([2]) as tf.Tensor2D, [0])).rejects.toThrow(
      'expected a matrix, got shape [2]',
    );
    await expect(topOneAccuracy([[0, 1]] as unknown as Matrix, [0])).rejects.toThrow(
      new TypeError('topOneAccuracy: scores: expected a tensor, or { data, shape: [rows, columns] }.'),
    );
    expect(() => new TopOneAccuracy(0)).toThrow('numClasses must be an integer >= 1, got 0');
    const meter = new TopOneAccuracy(2);
    meter.add(row([0, 1]), [1]);
    expect(() => meter.add({ data: [1, 0, 1, 0], shape: [2, 2] }, [0, 7])).toThrow('got 7 at 1');
    expect(() => meter.add({ data: [1, 0, 1], shape: [1, 3] }, [0])).toThrow(
      'expected shape [n,2], got [1,3]',
    );
    expect(meter.result().n).toBe(1);
  });
});
