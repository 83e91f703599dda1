import { maxGradientError, seededNormal } from '@cvg/test-utils';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { cases, evaluate, leakedTensors } from './__fixtures__/cases.js';
import { pairwiseFeatureMatching } from './index.js';

describe('pairwiseFeatureMatching', () => {
  it('matches numpy', () => {
    expect(evaluate(cases.pairwiseFeatureMatching).value).toBeAllClose(cases.pairwiseFeatureMatching.value);
  });

  it('sums over everything but the batch, and averages over that', () => {
    const loss = (batch: number, size: number): tf.Scalar =>
      pairwiseFeatureMatching(tf.zeros([batch, size, size, 1]), tf.ones([batch, size, size, 1]));
    expect(loss(1, 32)).toBeAllClose(1024 / 2);
    expect(loss(8, 32)).toBeAllClose(1024 / 2);
    expect(loss(8, 32).shape).toEqual([]);
  });

  it('is 0 for equal pairs, and not when the pairs are swapped', () => {
    const real = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    expect(pairwiseFeatureMatching(real, tf.clone(real))).toBeAllClose(0);
    expect(pairwiseFeatureMatching(real, tf.reverse(real, 0))).toBeAllClose(4); // equal means, so Eq. 2 would be 0
  });

  it('has the gradient of central differences in the fake side', () => {
    const real = tf.tensor3d(seededNormal(12, 1), [2, 3, 2]);
    const fake = tf.tensor3d(seededNormal(12, 2), [2, 3, 2]);
    expect(maxGradientError((x) => pairwiseFeatureMatching(real, x), fake)).toBeLessThan(1e-3);
  });

  it('sends no gradient to the real side, even when it depends on the same variable', () => {
    const weight = tf.variable(tf.scalar(2));
    const { grads } = tf.variableGrads(() =>
      pairwiseFeatureMatching(tf.mul(tf.ones([4, 1]), tf.mul(weight, 10)), tf.mul(tf.ones([4, 1]), weight)),
    );
    expect(Object.values(grads)[0] ?? []).toBeAllClose(2 - 20);
  });

  it('rejects different shapes and leaks nothing', () => {
    expect(() => pairwiseFeatureMatching(tf.zeros([2, 3]), tf.zeros([2, 1]))).toThrow(
      'pairwiseFeatureMatching: fake: expected shape [2,3], got [2,1].',
    );
    expect(() => pairwiseFeatureMatching(tf.scalar(0), tf.scalar(0))).toThrow(
      'pairwiseFeatureMatching: real: expected shape [B], got [].',
    );
    const [real, fake] = [tf.zeros([2, 3]), tf.ones([2, 3])];
    expect(leakedTensors(() => pairwiseFeatureMatching(real, fake).dispose())).toBe(0);
    expect(
      leakedTensors(() =>
        tf
          .grad((x) => pairwiseFeatureMatching(real, x))(fake)
          .dispose(),
      ),
    ).toBe(0);
  });
});
