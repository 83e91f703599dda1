import * as tf from '@tensorflow/tfjs-core';

/**
 * Fused kernels a tfjs engine may register (`tf.registerKernel`); without them this package computes the same from ordinary
 * ops. Inputs and outputs are float32; `C` is the size of the last axis; means and sums run over all other axes.
 * `act` is the activation: x, max(x, 0), or x < 0 ? alpha x : x, with `alpha >= 0`.
 */
export const KERNELS = {
  /**
   * Inputs `{ x [..., C], scale [C], offset [C] }`, attributes `{ epsilon, activation: 'none' | 'relu' | 'leakyRelu', alpha }`.
   * Outputs `[y, mean [C], variance [C]]`: `y = act((x - mean) / sqrt(variance + epsilon) * scale + offset)` with the biased variance.
   */
  batchNormTraining: 'CvgBatchNormTraining',
  /**
   * Inputs `{ dy, x, y, mean, variance, scale, offset }`, attributes as above. Outputs `[dx, dscale [C], doffset [C]]`.
   * With activation `'none'`, `y` is not read (and may be x).
   */
  batchNormTrainingGrad: 'CvgBatchNormTrainingGrad',
  /** Inputs `{ x [..., C], bias [C] }`, attributes `{ activation, alpha }`. Output `y = act(x + bias)`. */
  biasActivation: 'CvgBiasActivation',
  /** Inputs `{ dy, y }`, attributes `{ activation, alpha }`. Outputs `[dx, dbias [C]]`. */
  biasActivationGrad: 'CvgBiasActivationGrad',
  /** Inputs `{ average, value }` of one shape, attributes `{ keep, add }`. Output `keep average + add value`. */
  movingAverage: 'CvgMovingAverage',
} as const;

/**
 * Whether the current engine has a fused kernel.
 * @param name - Such as `'CvgBatchNormTraining'`; the README of `@cvg/backend` defines each.
 * @returns Whether `tf.engine().runKernel` can run it now.
 */
export function hasKernel(name: string): boolean {
  const kernel = tf.getKernel(name, tf.getBackend()) as tf.KernelConfig | undefined; // its type forgets the latter
  return kernel !== undefined;
}

/** Runs a fused kernel of the current engine. */
export function runKernel(name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor[] {
  const outputs = tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(name, inputs, { ...attributes });
  return Array.isArray(outputs) ? outputs : [outputs];
}
