import * as tf from '@tensorflow/tfjs-core';
import { batchNormalizationRelu, EPSILON } from './batch-normalization.js';
import { evaluatorNetwork } from './evaluator-network.js';
import type { EvaluatorSpec } from './evaluator-spec.js';
import { weightOf, type EvaluatorWeights } from './evaluator-weights.js';
import type { ApplyLayer, ConvolutionLayer } from './hidden-layers.js';

/** What the network says about a batch. */
export interface EvaluatorOutput {
  /** `[B, K]`. */
  readonly logits: tf.Tensor2D;
  /** `[B, F]`, the input of the last layer. */
  readonly features: tf.Tensor2D;
}

/** Statistics of one batch, under the names of the moving statistics they belong to. */
export type BatchStatistics = Map<string, tf.Tensor1D>;

function convolve(x: tf.Tensor4D, filter: tf.Tensor, layer: ConvolutionLayer): tf.Tensor4D {
  return tf.conv2d(x, filter as tf.Tensor4D, layer.stride, layer.padding);
}

/** Forward pass in training: batch norm by the batch's own statistics, which are returned. Differentiable in the weights. */
export function forwardTraining(
  spec: EvaluatorSpec,
  weights: EvaluatorWeights,
  images: tf.Tensor4D,
): EvaluatorOutput & { readonly statistics: BatchStatistics } {
  const statistics: BatchStatistics = new Map();
  const output = forward(spec, weights, images, (x, layer) => {
    const { output, mean, variance } = batchNormalizationRelu(
      convolve(x, weightOf(weights, `${layer.name}/kernel`), layer),
      weightOf(weights, `${layer.name}/gamma`) as tf.Tensor1D,
      weightOf(weights, `${layer.name}/beta`) as tf.Tensor1D,
    );
    statistics.set(`${layer.name}/movingMean`, mean);
    statistics.set(`${layer.name}/movingVariance`, variance);
    return output;
  });
  return { ...output, statistics };
}

/** Forward pass in use: batch norm by the moving statistics, so that every image is judged by itself. */
export function forwardInference(
  spec: EvaluatorSpec,
  weights: EvaluatorWeights,
  images: tf.Tensor4D,
): EvaluatorOutput {
  return forward(spec, weights, images, (x, layer) => {
    const weight = (name: string): tf.Variable => weightOf(weights, `${layer.name}/${name}`);
    const scale = tf.mul(weight('gamma'), tf.rsqrt(tf.add(weight('movingVariance'), EPSILON)));
    const bias = tf.sub(weight('beta'), tf.mul(weight('movingMean'), scale));
    return tf.relu(tf.add(convolve(x, tf.mul(weight('kernel'), scale), layer), bias));
  });
}

/** Features and logits; `hiddenLayer` is convolution, batch norm and ReLU. */
function forward(
  spec: EvaluatorSpec,
  weights: EvaluatorWeights,
  images: tf.Tensor4D,
  hiddenLayer: ApplyLayer,
): EvaluatorOutput {
  const { hidden, output } = evaluatorNetwork(spec);
  const rows = images.shape[0];
  const features = hidden.forward(images, hiddenLayer);
  const products = convolve(features, weightOf(weights, `${output.name}/kernel`), output);
  return {
    logits: tf.reshape(tf.add(products, weightOf(weights, `${output.name}/bias`)), [rows, spec.numClasses]),
    features: tf.reshape(features, [rows, spec.featureSize]),
  };
}
