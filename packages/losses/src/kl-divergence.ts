import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from './assert-shape.js';
import { withGradient } from './with-gradient.js';

/**
 * KL divergence `L_KL` of Eq. 5, of N(mean, exp(logVar)) from N(0, I): `1/2 (mu'mu + sum(exp(e) - e - 1))`.
 *
 * Summed over the latent variables, as printed, and averaged over the batch. `e` is the log variance: only then
 * is Eq. 5 a KL divergence. Averaging over latent variables instead, while pixels are averaged too, is how
 * posteriors collapse; keep both as sums.
 * @param mean - Posterior mean, the paper's mu, shape `[B, Z]`.
 * @param logVar - Log variance, the paper's epsilon, shape `[B, Z]`; finite up to 88, where exp(e) overflows.
 * @returns Scalar >= 0, in nats; the caller disposes it.
 * @throws {ShapeError} when the shapes differ.
 */
export function klDivergence(mean: tf.Tensor2D, logVar: tf.Tensor2D): tf.Scalar {
  assertShape('klDivergence: mean', mean, ['B', 'Z']);
  assertShape('klDivergence: logVar', logVar, mean.shape);
  const [numSamples] = mean.shape;
  return withGradient([mean, logVar], () => {
    // exp(e) - 1 loses all digits for small e; expm1 keeps them, and is twice the gradient.
    const excess = tf.expm1(logVar);
    return {
      value: tf.mul(tf.sum(tf.add(tf.square(mean), tf.sub(excess, logVar))), 0.5 / numSamples),
      saved: [mean, excess],
      backward: (dy, [mu, expm1]) => [
        tf.mul(mu as tf.Tensor, tf.mul(dy, 1 / numSamples)),
        tf.mul(expm1 as tf.Tensor, tf.mul(dy, 0.5 / numSamples)),
      ],
    };
  });
}
