import * as tf from '@tensorflow/tfjs-core';
import { assertOneLogitPerSample } from './assert-shape.js';
import { withGradient } from './with-gradient.js';

/**
 * Critic loss of the Wasserstein GAN that Section 4 compares with: `mean f(x_fake) - mean f(x_real)`.
 *
 * Minus the estimate of the earth mover's distance, up to the Lipschitz constant of f; it needs `clipWeights`
 * after every update of the critic (Arjovsky et al., 2017, Algorithm 1).
 * @param realScores - Scores of real samples, shape `[B]` or `[B, 1]`.
 * @param fakeScores - Scores of generated samples, shape `[N]` or `[N, 1]`.
 * @returns Scalar; the caller disposes it.
 * @throws {ShapeError} when scores are not one number a sample.
 */
export function criticLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  assertOneLogitPerSample('criticLoss: realScores', realScores);
  assertOneLogitPerSample('criticLoss: fakeScores', fakeScores);
  return withGradient([realScores, fakeScores], () => ({
    value: tf.sub<tf.Scalar>(tf.mean(fakeScores), tf.mean(realScores)),
    saved: [],
    backward: (dy) => [
      tf.mul(tf.fill(realScores.shape, -1 / realScores.size), dy),
      tf.mul(tf.fill(fakeScores.shape, 1 / fakeScores.size), dy),
    ],
  }));
}
