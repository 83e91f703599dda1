import * as tf from '@tensorflow/tfjs-core';

/** Switches off TensorFlow.js's advice to install tfjs-node, which it prints on the first op in Node. */
export function quietTensorflow(): void {
  tf.env().set('IS_TEST', true);
}
