import { maxGradientError, seededNormal } from '@cvg/test-utils';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { cases, evaluate, leakedTensors } from './__fixtures__/cases.js';
import { ShapeError, softmaxClassification } from './index.js';

describe('softmaxClassification', () => {
  it('matches scipy.special.log_softmax, for ids in an array and in a tensor', () => {
    for (const name of ['softmaxClassification', 'softmaxOfTensorIds'] as const) {
      expect(evaluate(cases[name]).value).toBeAllClose(cases[name].value);
    }
  });

  it('is log K for equal logits, and 0 for a sure and right classifier', () => {
    expect(softmaxClassification(tf.zeros([2, 7]), [0, 6])).toBeAllClose(Math.log(7));
    expect(softmaxClassification(tf.tensor2d([[100, 0, -100]]), [0])).toBeAllClose(0);
    expect(softmaxClassification(tf.tensor2d([[100, 0, -100]]), [2])).toBeAllClose(200);
  });

  it('does not change when all logits of a sample move together', () => {
    const logits = tf.tensor2d(seededNormal(6, 1), [2, 3]);
    const moved = tf.add(logits, tf.tensor2d([[90], [-90]]));
    expect(softmaxClassification(moved as tf.Tensor2D, [1, 2])).toBeAllClose(
      softmaxClassification(logits, [1, 2]),
      { rtol: 1e-4 },
    );
  });

  it('has the gradient of central differences', () => {
    const logits = tf.tensor2d(seededNormal(12, 2), [4, 3]);
    const error = maxGradientError((x) => softmaxClassification(x as tf.Tensor2D, [0, 2, 1, 1]), logits);
    expect(error).toBeLessThan(1e-4);
  });

  it('names what is wrong with the ids', () => {
    const logits = tf.zeros<tf.Rank.R2>([2, 3]);
    expect(() => softmaxClassification(logits, [0, 3])).toThrow(
      new RangeError('softmaxClassification: classIds[1]: expected an integer in [0, 3), got 3.'),
    );
    expect(() => softmaxClassification(logits, [0.5, 1])).toThrow('got 0.5');
    expect(() => softmaxClassification(logits, [-1, 1])).toThrow('got -1');
    expect(() => softmaxClassification(logits, [0, 1, 2])).toThrow(
      new ShapeError('softmaxClassification: classIds', [2], [3]),
    );
    expect(() => softmaxClassification(logits, tf.tensor1d([0, 1]))).toThrow(
      new TypeError('softmaxClassification: classIds: expected an int32 tensor, got float32.'),
    );
    expect(() => softmaxClassification(tf.zeros([3]) as unknown as tf.Tensor2D, [0])).toThrow(
      'softmaxClassification: logits: expected shape [B,K], got [3].',
    );
  });

  it('returns a scalar and leaks nothing', () => {
    const logits = tf.zeros<tf.Rank.R2>([2, 3]);
    expect(softmaxClassification(logits, [0, 1]).shape).toEqual([]);
    const loss = (x: tf.Tensor): tf.Scalar => softmaxClassification(x as tf.Tensor2D, [0, 1]);
    expect(leakedTensors(() => loss(logits).dispose())).toBe(0);
    expect(leakedTensors(() => tf.grad(loss)(logits).dispose())).toBe(0);
  });
});
