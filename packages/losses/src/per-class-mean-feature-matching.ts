import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from './assert-shape.js';
import type { FeatureCenters } from './moving-feature-means.js';
import { withGradient } from './with-gradient.js';

/**
 * Per-class mean feature matching `L_GC` of Eq. 4 and line 13: `1/2 sum over c of || c_r - c_p ||^2` of the class
 * centres of f_C.
 *
 * The value is that of the moving averages; only classes seen on both sides count, so that a centre nobody has
 * seen does not pull. The real side is a constant: no gradient reaches it. The gradient to the generated features
 * is that of their `MovingFeatureMeans`: by default `(c_p - c_r) / n` for each of the n samples of a class in the
 * batch. Deviation: the true gradient of a moving average would be smaller by 1 - decay (`gradient: 'scaled'`).
 * @param real - Centres of the real features, from `prepare` or `read` of a `MovingFeatureMeans`, `[K, F]`.
 * @param fake - Centres of the generated features, from `prepare` of another one, `[K, F]`.
 * @returns Scalar >= 0, summed over classes and features; the caller disposes it.
 * @throws {ShapeError} when the numbers of classes or features differ; TypeError for features instead of centres.
 */
export function perClassMeanFeatureMatching(real: FeatureCenters, fake: FeatureCenters): tf.Scalar {
  assertCenters('perClassMeanFeatureMatching: real', real);
  assertCenters('perClassMeanFeatureMatching: fake', fake);
  const { shape } = real.centers;
  assertShape('perClassMeanFeatureMatching: fake.centers', fake.centers, shape);
  const [numClasses] = shape;
  const counts = Float32Array.from(real.numUpdates, (count, id) =>
    count > 0 && (fake.numUpdates[id] ?? 0) > 0 ? 1 : 0,
  );
  return withGradient([fake.centers], () => {
    const all = tf.sub(fake.centers, real.centers);
    const difference = counts.every((counted) => counted === 1)
      ? all
      : tf.mul(all, tf.tensor2d(counts, [numClasses, 1]));
    return {
      value: tf.mul(tf.sum(tf.square(difference)), 0.5),
      saved: [difference],
      backward: (dy, [kept]) => [tf.mul(kept as tf.Tensor, dy)],
    };
  });
}

/** Features of a batch in the place of centres are the likely mistake. */
function assertCenters(argument: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'centers' in value && 'numUpdates' in value) return;
  throw new TypeError(
    `${argument}: expected the centres that prepare() or read() of a MovingFeatureMeans returns.`,
  );
}
