import * as tf from '@tensorflow/tfjs-core';
import { assertOneLogitPerSample } from './assert-shape.js';
import { withGradient } from './with-gradient.js';

/**
 * Generator loss of the Wasserstein GAN that Section 4 compares with: `-mean f(G(z))`.
 * @param fakeScores - The critic's scores of generated samples, shape `[B]` or `[B, 1]`.
 * @returns Scalar; the caller disposes it.
 * @throws {ShapeError} when scores are not one number a sample.
 */
export function wassersteinGeneratorLoss(fakeScores: tf.Tensor): tf.Scalar {
  assertOneLogitPerSample('wassersteinGeneratorLoss: fakeScores', fakeScores);
  return withGradient([fakeScores], () => ({
    value: tf.neg(tf.mean<tf.Scalar>(fakeScores)),
    saved: [],
    backward: (dy) => [tf.mul(tf.fill(fakeScores.shape, -1 / fakeScores.size), dy)],
  }));
}
