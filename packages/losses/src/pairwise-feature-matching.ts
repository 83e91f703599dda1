import * as tf from '@tensorflow/tfjs-core';
import { assertShape, assertTensor } from './assert-shape.js';
import { withGradient } from './with-gradient.js';

/**
 * One part of the pairwise matching `L_G` of Eq. 6 and line 14: `1/2 || real - fake ||^2` of each pair.
 *
 * Summed over pixels or features, as printed, and averaged over the batch: a mean over pixels would make the KL
 * term hundreds of times too strong. `L_G` is the sum of three parts: the images themselves, f_D and f_C.
 * The real side is a constant here: no gradient reaches `real`.
 * @param real - The originals or their features, shape `[B, ...]`.
 * @param fake - The reconstructions or their features in the same order, same shape.
 * @returns Scalar >= 0; the caller disposes it.
 * @throws {ShapeError} when the shapes differ.
 */
export function pairwiseFeatureMatching(real: tf.Tensor, fake: tf.Tensor): tf.Scalar {
  assertTensor('pairwiseFeatureMatching: real', real);
  assertShape('pairwiseFeatureMatching: real', real, ['B', ...real.shape.slice(1)]);
  assertShape('pairwiseFeatureMatching: fake', fake, real.shape);
  const numSamples = real.shape[0];
  return withGradient([fake], () => {
    const difference = tf.sub(fake, real);
    return {
      value: tf.mul(tf.sum(tf.square(difference)), 0.5 / numSamples),
      saved: [difference],
      backward: (dy, [kept]) => [tf.mul(kept as tf.Tensor, tf.mul(dy, 1 / numSamples))],
    };
  });
}
