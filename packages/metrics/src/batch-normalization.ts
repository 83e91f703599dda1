import * as tf from '@tensorflow/tfjs-core';
import { FUSED, hasKernel, runKernel } from './fused-kernels.js';

/** Added to variances before their square root. */
export const EPSILON = 1e-5;

/** A normalised batch and the statistics it was normalised by. */
export interface NormalizedBatch {
  /** `[B, H, W, C]`. */
  readonly output: tf.Tensor4D;
  /** `[C]`. */
  readonly mean: tf.Tensor1D;
  /** `[C]`, dividing by `B H W`. */
  readonly variance: tf.Tensor1D;
}

/** Mean over all but the channels, `[B, H, W, C] -> [C]`, as two poolings: on wasm several times faster than tf.mean. */
function channelMeans(x: tf.Tensor4D): tf.Tensor1D {
  const [batch, height, width, channels] = x.shape;
  const ofImages = tf.avgPool(x, [height, width], 1, 'valid');
  const row = tf.reshape<tf.Rank.R4>(ofImages, [1, batch, 1, channels]);
  const ofBatch = tf.avgPool(row, [batch, 1], 1, 'valid');
  return tf.reshape(ofBatch, [channels]);
}

/**
 * Batch norm in training (Ioffe and Szegedy, 2015): `gamma (x - mean) / sqrt(variance + 1e-5) + beta`, with the
 * statistics of this batch. The gradient is the closed form, with far fewer passes over the batch than a composition of ops:
 * with `h` the normalised x, `dx = gamma / sqrt(variance + eps) (dy - mean(dy) - h mean(dy h))`.
 * No gradient flows through the returned statistics.
 * @param x - `[B, H, W, C]`; gamma and beta `[C]`.
 */
export function batchNormalization(x: tf.Tensor4D, gamma: tf.Tensor1D, beta: tf.Tensor1D): NormalizedBatch {
  const mean = channelMeans(x);
  const centered = tf.sub<tf.Tensor4D>(x, mean);
  const variance = channelMeans(tf.square(centered));
  const inverse = tf.rsqrt(tf.add(variance, EPSILON));
  const normalized = tf.mul(centered, inverse);
  const apply = tf.customGrad((...inputs) => {
    const [, scale, offset, save] = inputs as unknown as [
      tf.Tensor4D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.GradSaveFunc,
    ];
    save([normalized, inverse, scale]);
    return {
      value: tf.add<tf.Tensor4D>(tf.mul(normalized, scale), offset),
      gradFunc: (dy: tf.Tensor4D, saved: tf.Tensor[]) => {
        const [h, root, gamma_C] = saved as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
        const count = h.size / root.size;
        const meanDy = channelMeans(dy);
        const meanDyH = channelMeans(tf.mul(dy, h));
        const dx = tf.mul(tf.mul(gamma_C, root), tf.sub(tf.sub(dy, meanDy), tf.mul(h, meanDyH)));
        return [dx, tf.mul(meanDyH, count), tf.mul(meanDy, count)];
      },
    };
  });
  return { output: apply(x, gamma, beta), mean, variance };
}

/**
 * {@link batchNormalization} and a ReLU. One kernel forward and one backward where the engine has them: a network of many small
 * layers spends much of its time between the ops of the composition.
 * @param x - `[B, H, W, C]`; gamma and beta `[C]`.
 */
export function batchNormalizationRelu(
  x: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
): NormalizedBatch {
  if (!hasKernel(FUSED.batchNorm) || !hasKernel(FUSED.batchNormGradient)) {
    const normalized = batchNormalization(x, gamma, beta);
    return { ...normalized, output: tf.relu(normalized.output) };
  }
  const attributes = { epsilon: EPSILON, activation: 'relu', alpha: 0 };
  // TensorFlow.js knows no gradient of this kernel, so none goes through it: the copy of y below carries ours.
  const outputs = runKernel(FUSED.batchNorm, { x, scale: gamma, offset: beta }, attributes);
  const [y, mean, variance] = outputs as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
  const apply = tf.customGrad((...inputs) => {
    const [batch, scale, offset, save] = inputs as unknown as [
      ...[tf.Tensor4D, tf.Tensor1D, tf.Tensor1D],
      tf.GradSaveFunc,
    ];
    const value = tf.clone(y);
    save([batch, value, mean, variance, scale, offset]);
    return {
      value,
      gradFunc: (dy: tf.Tensor4D, saved: tf.Tensor[]) => {
        const [x, y, mean, variance, scale, offset] = saved;
        const kept = { dy, x, y, mean, variance, scale, offset } as tf.NamedTensorMap;
        return runKernel(FUSED.batchNormGradient, kept, attributes);
      },
    };
  });
  return { output: apply(x, gamma, beta), mean, variance };
}
