import * as tf from '@tensorflow/tfjs-core';

/**
 * Fused kernels that an engine may have; the README of `@cvg/backend` defines each. Without them this package computes the same from
 * ordinary ops.
 */
export const FUSED = {
  batchNorm: 'CvgBatchNormTraining',
  batchNormGradient: 'CvgBatchNormTrainingGrad',
  adam: 'CvgAdamStep',
  movingAverage: 'CvgMovingAverage',
} as const;

/** Whether the current engine has a kernel. */
export function hasKernel(name: string): boolean {
  const kernel = tf.getKernel(name, tf.getBackend()) as tf.KernelConfig | undefined; // its type forgets the latter
  return kernel !== undefined;
}

/** Runs a kernel of the current engine. */
export function runKernel(name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor[] {
  const outputs = tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(name, inputs, { ...attributes });
  return Array.isArray(outputs) ? outputs : [outputs];
}
