import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../activation.js';
import { batchNormActivation } from '../batch-norm-activation.js';
import { biasActivation } from '../bias-activation.js';
import type { Parameters } from '../parameters.js';
import type { Pass } from './layer.js';

/** Added to variances before their root; PyTorch's and DCGAN's convention. */
export const BATCH_NORM_EPSILON = 1e-5;

/** Applies batch norm and an activation to a batch. */
export type Normalization = (x: tf.Tensor, pass: Pass) => tf.Tensor;

/**
 * Batch norm and an activation: `act((x - mean) / sqrt(variance + 1e-5) scale + offset)`, with the statistics the pass asks
 * for. Scale starts at 1, offset at 0, moving mean at 0, moving variance at 1.
 */
export function batchNorm(
  parameters: Parameters,
  layer: string,
  channels: number,
  activation: Activation,
): Normalization {
  const scale = parameters.perChannel(`${layer}/scale`, channels, 1);
  const offset = parameters.perChannel(`${layer}/offset`, channels, 0);
  const movingMean = parameters.statistic(`${layer}/movingMean`, channels, 0);
  const movingVariance = parameters.statistic(`${layer}/movingVariance`, channels, 1);
  return (x, { statistics, updates }) => {
    if (statistics === 'batch') {
      const { y, mean, variance } = batchNormActivation(x, scale, offset, BATCH_NORM_EPSILON, activation);
      updates?.collect({
        ...{ movingMean, movingVariance, mean: tf.keep(mean), variance: tf.keep(variance) },
        count: x.size / channels,
      });
      return y;
    }
    // With fixed statistics batch norm is a line a channel: a product, and a bias with the activation.
    const slope = tf.mul(scale, tf.rsqrt(tf.add(movingVariance, BATCH_NORM_EPSILON)));
    return biasActivation(tf.mul(x, slope), tf.sub(offset, tf.mul(movingMean, slope)), activation);
  };
}
