import { maxGradientError, seededNormal } from '@cvg/test-utils';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { cases, evaluate, leakedTensors } from './__fixtures__/cases.js';
import { meanFeatureMatching, ShapeError } from './index.js';

const features = (numSamples: number, seed: number): tf.Tensor2D =>
  tf.tensor2d(seededNormal(numSamples * 3, seed), [numSamples, 3]);

describe('meanFeatureMatching', () => {
  it('matches numpy', () => {
    expect(evaluate(cases.meanFeatureMatching).value).toBeAllClose(cases.meanFeatureMatching.value);
  });

  it('is half the squared distance of two constant batches, and 0 for equal means', () => {
    expect(meanFeatureMatching(tf.fill<tf.Rank.R2>([5, 3], 1), tf.fill([2, 3], 3))).toBeAllClose(
      (3 * 2 ** 2) / 2,
    );
    const real = features(4, 1);
    expect(meanFeatureMatching(real, tf.reverse(real, 0))).toBeAllClose(0);
  });

  it('takes a mean computed elsewhere for the real side', () => {
    const [real, fake] = [features(4, 1), features(3, 2)];
    const fromMean = meanFeatureMatching(tf.mean<tf.Tensor1D>(real, 0), fake);
    expect(fromMean).toBeAllClose(meanFeatureMatching(real, fake));
  });

  it('adds the losses of layers concatenated along axis 1', () => {
    const [real1, real2, fake1, fake2] = [features(4, 1), features(4, 2), features(5, 3), features(5, 4)];
    expect(meanFeatureMatching(tf.concat([real1, real2], 1), tf.concat([fake1, fake2], 1))).toBeAllClose(
      tf.add(meanFeatureMatching(real1, fake1), meanFeatureMatching(real2, fake2)),
    );
  });

  it('has the gradient of central differences in the fake features', () => {
    const real = features(4, 1);
    const error = maxGradientError((x) => meanFeatureMatching(real, x as tf.Tensor2D), features(3, 2));
    expect(error).toBeLessThan(1e-4);
  });

  it('sends no gradient to the real side, even when it depends on the same variable', () => {
    const weight = tf.variable(tf.scalar(2));
    const { grads } = tf.variableGrads(() => {
      const real = tf.mul(tf.ones<tf.Rank.R2>([4, 1]), tf.mul(weight, 10));
      return meanFeatureMatching(real as tf.Tensor2D, tf.mul(tf.ones([2, 1]), weight));
    });
    expect(Object.values(grads)[0] ?? []).toBeAllClose(2 - 20); // d/dw of 1/2 (w - 20)^2 with 20 fixed
  });

  it('rejects different numbers of features', () => {
    expect(() => meanFeatureMatching(tf.zeros<tf.Rank.R2>([4, 128]), tf.zeros([16, 64]))).toThrow(
      new ShapeError('meanFeatureMatching: fake', ['N', 128], [16, 64]),
    );
    expect(() =>
      meanFeatureMatching(tf.zeros([4, 1, 2]) as unknown as tf.Tensor2D, tf.zeros([4, 2])),
    ).toThrow('meanFeatureMatching: real: expected shape [B,F], got [4,1,2].');
  });

  it('returns a scalar and leaks nothing', () => {
    const [real, fake] = [features(4, 1), features(3, 2)];
    expect(meanFeatureMatching(real, fake).shape).toEqual([]);
    const loss = (x: tf.Tensor): tf.Scalar => meanFeatureMatching(real, x as tf.Tensor2D);
    expect(leakedTensors(() => loss(fake).dispose())).toBe(0);
    expect(leakedTensors(() => tf.grad(loss)(fake).dispose())).toBe(0);
  });
});
