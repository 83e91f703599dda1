import * as tf from '@tensorflow/tfjs-core';
import { activate, activationGradient, type Activation } from './activation.js';
import { hasKernel, KERNELS, runKernel } from './kernels.js';
import { detached, withGradient } from './with-gradient.js';

/** A normalised and activated batch, and the statistics it was normalised by. */
export interface NormalizedBatch {
  /** Shape of x. */
  readonly y: tf.Tensor;
  /** `[C]`. No gradient flows through it. */
  readonly mean: tf.Tensor;
  /** `[C]`, biased: dividing by the number of rows. No gradient flows through it. */
  readonly variance: tf.Tensor;
}

type Six = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

/**
 * The statistics, and the result when it is asked for. The statistics are computed outside the custom gradient: tfjs frees,
 * or in its test mode reports as a leak, what is created inside and not returned.
 */
interface Forward {
  readonly normalized: () => tf.Tensor;
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
}

function forward(
  x: tf.Tensor,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
  activation: Activation,
): Forward {
  if (hasKernel(KERNELS.batchNormTraining)) {
    const attributes = { epsilon, ...activation };
    // tfjs knows no gradient of this kernel, so no backward pass goes through it: the copy of y carries ours.
    const outputs = runKernel(KERNELS.batchNormTraining, { x, scale, offset }, attributes);
    const [y, mean, variance] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor];
    return { mean, variance, normalized: () => handOver(y) };
  }
  const rows = detached(() => tf.reshape(x, [-1, scale.size]));
  const mean = detached(() => tf.mean(rows, 0));
  const variance = detached(() => tf.mean(tf.squaredDifference(rows, mean), 0));
  rows.dispose();
  const normalize = (): tf.Tensor => tf.batchNorm(x, mean, variance, offset, scale, epsilon);
  return { mean, variance, normalized: () => activate(normalize(), activation) };
}

/** A copy that shares the values of `tensor`, which is disposed. */
function handOver(tensor: tf.Tensor): tf.Tensor {
  const copy = tf.clone(tensor);
  tensor.dispose();
  return copy;
}

/**
 * The gradients of x, scale and offset. With `g = dy act'`, `r = 1 / sqrt(variance + epsilon)`, N rows and sums over rows:
 * `doffset = sum g`, `dscale = r sum g (x - mean)`, and, since x also moves mean and variance,
 * `dx = scale r (g - doffset / N - r (x - mean) dscale / N)`.
 */
function gradients(
  {
    dy,
    x,
    y,
    mean,
    variance,
    scale,
  }: Readonly<Record<'dy' | 'x' | 'y' | 'mean' | 'variance' | 'scale', tf.Tensor>>,
  epsilon: number,
  activation: Activation,
): tf.Tensor[] {
  const rows = x.size / mean.size;
  const g = activationGradient(dy, y, activation);
  const sumOfRows = (tensor: tf.Tensor): tf.Tensor => tf.sum(tf.reshape(tensor, [rows, mean.size]), 0);
  const root = tf.rsqrt(tf.add(variance, epsilon));
  const centered = tf.sub(x, mean);
  const doffset = sumOfRows(g);
  const dscale = tf.mul(root, sumOfRows(tf.mul(g, centered)));
  const slope = tf.mul(scale, root);
  const ofDistance = tf.mul(tf.mul(slope, root), tf.div(dscale, -rows));
  const shift = tf.mul(slope, tf.div(doffset, -rows));
  const dx = tf.add(tf.add(tf.mul(g, slope), tf.mul(centered, ofDistance)), shift);
  return [dx, dscale, doffset];
}

/**
 * Batch normalisation in training (Ioffe and Szegedy, 2015) and the activation after it:
 * `y = act((x - mean) / sqrt(variance + epsilon) scale + offset)`, with this batch's mean and biased variance a channel.
 *
 * Forward and backward are one kernel each where the engine has them (kernels.ts). The composition below needs five passes
 * over x forward and about eight backward, with a gradient in closed form; the recorded gradient of the same ops would take
 * some thirty.
 * @param x - `[..., C]`; every axis but the last is a row.
 * @param scale - `[C]`.
 * @param offset - `[C]`.
 * @returns The caller disposes all three.
 */
export function batchNormActivation(
  x: tf.Tensor,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
  activation: Activation,
): NormalizedBatch {
  const { normalized, mean, variance } = forward(x, scale, offset, epsilon, activation);
  const y = withGradient([x, scale, offset], () => {
    const value = normalized();
    // Without an activation the backward pass does not read y: it is not worth its memory.
    const saved = [x, activation.activation === 'none' ? x : value, mean, variance, scale, offset];
    return {
      value,
      saved,
      backward: (dy, kept) => {
        const [keptX, keptY, keptMean, keptVariance, keptScale, keptOffset] = kept as Six;
        const inputs = {
          ...{ dy, x: keptX, y: keptY, mean: keptMean, variance: keptVariance },
          ...{ scale: keptScale, offset: keptOffset },
        };
        return hasKernel(KERNELS.batchNormTrainingGrad)
          ? runKernel(KERNELS.batchNormTrainingGrad, inputs, { epsilon, ...activation })
          : gradients(inputs, epsilon, activation);
      },
    };
  });
  return { y, mean, variance };
}
