import * as tf from '@tensorflow/tfjs-core';
import { batchNormalization, EPSILON } from './batch-normalization.js';
import { evaluatorLayers, type EvaluatorLayer, type EvaluatorSpec } from './evaluator-spec.js';
import { weightOf, type EvaluatorWeights } from './evaluator-weights.js';

/** What the network says about a batch. */
export interface EvaluatorOutput {
  /** `[B, K]`. */
  readonly logits: tf.Tensor2D;
  /** `[B, F]`, the input of the last layer. */
  readonly features: tf.Tensor2D;
}

/** Statistics of one batch, under the names of the moving statistics they belong to. */
export type BatchStatistics = Map<string, tf.Tensor1D>;

function flattened(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [x.shape[0], -1]);
}

function lastLayer(weights: EvaluatorWeights, features: tf.Tensor2D): tf.Tensor2D {
  const product = tf.matMul(features, weightOf(weights, 'logits/kernel'));
  return tf.add(product, weightOf(weights, 'logits/bias'));
}

/** Forward pass in training: batch norm by the batch's own statistics, which are returned. Differentiable in the weights. */
export function forwardTraining(
  spec: EvaluatorSpec,
  weights: EvaluatorWeights,
  images: tf.Tensor4D,
): EvaluatorOutput & { readonly statistics: BatchStatistics } {
  const statistics: BatchStatistics = new Map();
  let x: tf.Tensor = images;
  for (const { name, kernel, normalized } of evaluatorLayers(spec)) {
    if (!normalized) continue;
    const filter = weightOf(weights, `${name}/kernel`);
    const product =
      kernel.length === 4
        ? tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same')
        : tf.matMul(flattened(x), filter);
    const channels = product.shape[product.shape.length - 1] ?? 0;
    const { output, mean, variance } = batchNormalization(
      tf.reshape(product, [-1, channels]),
      weightOf(weights, `${name}/gamma`) as tf.Tensor1D,
      weightOf(weights, `${name}/beta`) as tf.Tensor1D,
    );
    statistics.set(`${name}/movingMean`, tf.reshape(mean, [channels]));
    statistics.set(`${name}/movingVariance`, tf.reshape(variance, [channels]));
    x = tf.reshape(tf.relu(output), product.shape);
  }
  const features = x as tf.Tensor2D;
  return { logits: lastLayer(weights, features), features, statistics };
}

/** Kernel and bias of a layer with its batch norm, by the moving statistics, folded in. */
function folded(
  weights: EvaluatorWeights,
  { name }: EvaluatorLayer,
): { filter: tf.Tensor; bias: tf.Tensor1D } {
  const variance = weightOf(weights, `${name}/movingVariance`);
  const scale = tf.mul(weightOf(weights, `${name}/gamma`), tf.rsqrt(tf.add(variance, EPSILON)));
  const filter = tf.mul(weightOf(weights, `${name}/kernel`), scale);
  const shift = tf.mul(weightOf(weights, `${name}/movingMean`), scale);
  return { filter, bias: tf.sub<tf.Tensor1D>(weightOf(weights, `${name}/beta`), shift) };
}

/** Forward pass in use: batch norm by the moving statistics, so that every image is judged by itself. */
export function forwardInference(
  spec: EvaluatorSpec,
  weights: EvaluatorWeights,
  images: tf.Tensor4D,
): EvaluatorOutput {
  let x: tf.Tensor = images;
  for (const layer of evaluatorLayers(spec)) {
    if (!layer.normalized) continue;
    const { filter, bias } = folded(weights, layer);
    x =
      layer.kernel.length === 4
        ? tf.fused.conv2d({
            x: x as tf.Tensor4D,
            filter: filter as tf.Tensor4D,
            strides: 2,
            pad: 'same',
            bias,
            activation: 'relu',
          })
        : tf.relu(tf.add(tf.matMul(flattened(x), filter as tf.Tensor2D), bias));
  }
  const features = x as tf.Tensor2D;
  return { logits: lastLayer(weights, features), features };
}
