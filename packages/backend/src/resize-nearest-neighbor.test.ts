import { describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { seededNormal } from '@cvg/test-utils';
import { useBackend } from './index.js';

const images = (shape: [number, number, number, number], seed: number): tf.Tensor4D =>
  tf.tensor4d(seededNormal(shape[0] * shape[1] * shape[2] * shape[3], seed), shape);

describe.each(['cpu', 'wasm'] as const)('resizeNearestNeighbor on %s', (engine) => {
  it.each([
    { size: [8, 6], alignCorners: false },
    { size: [7, 5], alignCorners: true },
    { size: [2, 2], alignCorners: false },
  ] as const)('has its adjoint as gradient, to $size', async ({ size: [height, width], alignCorners }) => {
    await useBackend(engine);
    tf.tidy(() => {
      const resize = (x: tf.Tensor): tf.Tensor =>
        tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [height, width], alignCorners);
      const [x, dy] = [images([3, 4, 3, 5], 1), images([3, height, width, 5], 2)];
      const dx = tf.grad(resize)(x, dy);
      expect(tf.sum(tf.mul(x, dx))).toBeAllClose(tf.sum(tf.mul(resize(x), dy)), { rtol: 1e-4 });
    });
  });
});
