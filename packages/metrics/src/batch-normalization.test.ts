import { describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { maxGradientError, seededNormal } from '@cvg/test-utils';
import { batchNormalization } from './batch-normalization.js';

const x = tf.tensor4d(seededNormal(96, 1), [4, 3, 2, 4]);
const gamma = tf.tensor1d([0.5, 1.5, -1, 2]);
const beta = tf.tensor1d([0.1, 0, -0.3, 1]);
const direction = tf.tensor4d(seededNormal(96, 2), [4, 3, 2, 4]);

/** oracle: tfjs's own batchNorm on its own moments, differentiated op by op. */
function reference(input: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor4D {
  const { mean, variance } = tf.moments(input, [0, 1, 2]);
  return tf.batchNorm4d(
    input as tf.Tensor4D,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    offset as tf.Tensor1D,
    scale as tf.Tensor1D,
    1e-5,
  );
}

describe('batchNormalization', () => {
  it('agrees with tf.batchNorm on the moments of the batch, and returns them', () => {
    const { output, mean, variance } = batchNormalization(x, gamma, beta);
    const moments = tf.moments(x, [0, 1, 2]);
    expect(output).toBeAllClose(reference(x, gamma, beta), { atol: 1e-5 });
    expect(mean).toBeAllClose(moments.mean);
    expect(variance).toBeAllClose(moments.variance);
  });
  it('has the gradients of the composition', () => {
    const along = (y: tf.Tensor): tf.Tensor => tf.sum(tf.mul(y, direction));
    const ours = tf.grads((a, b, c) =>
      along(batchNormalization(a as tf.Tensor4D, b as tf.Tensor1D, c as tf.Tensor1D).output),
    )([x, gamma, beta]);
    const theirs = tf.grads((a, b, c) => along(reference(a, b, c)))([x, gamma, beta]);
    for (const [index, gradient] of ours.entries())
      expect(gradient).toBeAllClose(theirs[index]!, { atol: 1e-5 });
  });
  it('has the gradient of central differences', () => {
    const error = maxGradientError(
      (input) => tf.sum(tf.mul(batchNormalization(input as tf.Tensor4D, gamma, beta).output, direction)),
      x,
    );
    expect(error).toBeLessThan(2e-3);
  });
  it('is finite for a constant column', () => {
    const constant = tf.fill<tf.Rank.R4>([5, 1, 1, 4], 3);
    expect(batchNormalization(constant, gamma, beta).output).toBeAllClose(
      tf.tile(tf.reshape(beta, [1, 1, 1, 4]), [5, 1, 1, 1]),
    );
    const [gradient] = tf.grads((a) =>
      tf.sum(tf.square(batchNormalization(a as tf.Tensor4D, gamma, beta).output)),
    )([constant]);
    expect(Array.from(gradient!.dataSync()).every(Number.isFinite)).toBe(true);
  });
});
