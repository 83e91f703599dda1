import { maxGradientError, seededNormal } from '@cvg/test-utils';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { cases, evaluate, leakedTensors } from './__fixtures__/cases.js';
import { nonSaturatingGeneratorLoss } from './index.js';

describe('nonSaturatingGeneratorLoss', () => {
  it('matches scipy: -mean(log(expit))', () => {
    expect(evaluate(cases.nonSaturatingGeneratorLoss).value).toBeAllClose(
      cases.nonSaturatingGeneratorLoss.value,
    );
  });

  it('keeps a gradient where the saturating loss has none, and is 0 for a fooled discriminator', () => {
    const { value, grad } = tf.valueAndGrad(nonSaturatingGeneratorLoss)(tf.tensor1d([-100, 100]));
    expect(value).toBeAllClose(50);
    expect(grad).toBeAllClose([-0.5, 0]);
    expect(nonSaturatingGeneratorLoss(tf.tensor1d([100]))).toBeAllClose(0);
  });

  it('has the gradient of central differences, also times a factor', () => {
    const logits = tf.tensor2d(seededNormal(6, 3), [6, 1]);
    expect(maxGradientError((x) => tf.mul(nonSaturatingGeneratorLoss(x), 3), logits)).toBeLessThan(1e-4);
  });

  it('returns a scalar and rejects wrong shapes', () => {
    expect(nonSaturatingGeneratorLoss(tf.zeros([2, 1])).shape).toEqual([]);
    expect(() => nonSaturatingGeneratorLoss(tf.zeros([2, 3]))).toThrow(
      'nonSaturatingGeneratorLoss: fakeLogits: expected shape [B,1], got [2,3].',
    );
  });

  it('leaks nothing', () => {
    const x = tf.zeros([3, 1]);
    expect(leakedTensors(() => nonSaturatingGeneratorLoss(x).dispose())).toBe(0);
    expect(leakedTensors(() => tf.grad(nonSaturatingGeneratorLoss)(x).dispose())).toBe(0);
  });
});
