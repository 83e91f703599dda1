import * as tf from '@tensorflow/tfjs-core';
import { assertShape, assertTensor } from './assert-shape.js';
import { withGradient } from './with-gradient.js';

/**
 * Mean feature matching `L_GD` of Eq. 2 and line 11: `1/2 || mean f_D(x_r) - mean f_D(x_p) ||^2`.
 *
 * The means are over the minibatch, the squared norm sums over the features. The two batches may differ in size.
 * The real side is a constant here (no gradient reaches `real`), since Eq. 2 updates the generator only.
 * Several layers: concatenate their features along axis 1, which adds their losses. Moving historical means:
 * `MovingFeatureMeans` with one class, and `perClassMeanFeatureMatching`.
 * @param real - Features of real samples, shape `[B, F]`, or their mean computed elsewhere, shape `[F]`.
 * @param fake - Features of generated samples, shape `[N, F]`.
 * @returns Scalar >= 0; the caller disposes it.
 * @throws {ShapeError} when the features differ in number.
 */
export function meanFeatureMatching(real: tf.Tensor2D | tf.Tensor1D, fake: tf.Tensor2D): tf.Scalar {
  assertTensor('meanFeatureMatching: real', real);
  assertShape('meanFeatureMatching: real', real, real.rank === 1 ? ['F'] : ['B', 'F']);
  assertShape('meanFeatureMatching: fake', fake, ['N', real.shape[real.rank - 1] ?? 0]);
  const [numFake] = fake.shape;
  return withGradient([fake], () => {
    const difference = tf.sub(tf.mean(fake, 0), real.rank === 1 ? real : tf.mean(real, 0));
    return {
      value: tf.mul(tf.sum(tf.square(difference)), 0.5),
      saved: [difference],
      // d/dx_i = (mean fake - mean real) / N, the same for every sample
      // (multiplied out by ones: Tile takes eight times as long on the wasm backend).
      backward: (dy, [kept]) => [
        tf.mul(tf.ones([numFake, 1]), tf.mul(kept as tf.Tensor, tf.mul(dy, 1 / numFake))),
      ],
    };
  });
}
