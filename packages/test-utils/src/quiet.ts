import * as tf from '@tensorflow/tfjs-core';

/**
 * Switches off TensorFlow.js's advice to install tfjs-node, which it prints on the first op in Node. (Its test mode would, too, but
 * takes every tensor that a `tf.customGrad` saves for its backward pass for a leak.)
 */
export function quietTensorflow(): void {
  tf.enableProdMode();
}
