import * as tf from '@tensorflow/tfjs-core';

/** `[B, F]` and class vectors `[B, K]` side by side; `[B, F]` itself without classes. */
export function withClasses(x: tf.Tensor, classes: tf.Tensor2D | undefined): tf.Tensor2D {
  return classes === undefined ? (x as tf.Tensor2D) : tf.concat2d([x as tf.Tensor2D, classes], 1);
}
