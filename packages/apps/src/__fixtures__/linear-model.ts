import * as tf from '@tensorflow/tfjs-core';
import type { Encoder, Generator } from '@cvg/nets';
import { PIXELS } from './tiny-model.js';

/** Networks without classes of one matrix of 2 x 1024: G(z) = z W, and E gives zeros. */
export function linearModel(weights: Float32Array): { encoder: Encoder; generator: Generator } {
  const spec = { imageSize: 32, channels: 1, numClasses: 0, latentSize: 2 };
  return {
    generator: {
      spec: { ...spec, architecture: 'deconv' },
      generate: (z: tf.Tensor2D) =>
        tf.reshape(tf.matMul(z, tf.tensor2d(weights, [2, PIXELS])), [-1, 32, 32, 1]),
    },
    encoder: {
      spec: { ...spec, architecture: 'googlenet' },
      encode: (x: tf.Tensor4D) => ({ mean: tf.zeros([x.shape[0], 2]), logVar: tf.zeros([x.shape[0], 2]) }),
    },
  } as unknown as { encoder: Encoder; generator: Generator };
}

/** Oracle: the minimum of |x - z W|^2 / 2 + prior / 2 |z|^2 by the normal equations, solved by Cramer's rule. */
export function ridge(
  rows: readonly { readonly w1: number; readonly w2: number; readonly x: number }[],
  prior: number,
): [number, number] {
  let [a, b, d, e, f] = [prior, 0, prior, 0, 0];
  for (const { w1, w2, x } of rows) {
    [a, b, d] = [a + w1 * w1, b + w1 * w2, d + w2 * w2];
    [e, f] = [e + w1 * x, f + w2 * x];
  }
  const determinant = a * d - b * b;
  return [(e * d - b * f) / determinant, (a * f - b * e) / determinant];
}
