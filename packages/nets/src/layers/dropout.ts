import * as tf from '@tensorflow/tfjs-core';
import { keyedUniform } from '../random.js';
import type { Pass } from './layer.js';

/**
 * Dropout: zeros a share `rate` of x and divides the rest by `1 - rate`. The mask follows from the pass's seed and the
 * layer's name; without a seed x stays as it is.
 */
export function dropout(x: tf.Tensor, rate: number, layer: string, { dropoutSeed }: Pass): tf.Tensor {
  if (dropoutSeed === undefined) return x;
  const uniform = keyedUniform(`${dropoutSeed}/dropout/${layer}`);
  const mask = new Float32Array(x.size);
  for (let index = 0; index < mask.length; index++) if (uniform() >= rate) mask[index] = 1 / (1 - rate);
  return tf.mul(x, tf.tensor(mask, x.shape));
}
