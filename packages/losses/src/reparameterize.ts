import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from './assert-shape.js';
import { withGradient } from './with-gradient.js';

/** `'consistent'`: `exp(logVar / 2)`, a standard deviation; `'paper'`: `exp(logVar)`, as printed. */
export type SamplingForm = 'consistent' | 'paper';

/**
 * Latent sample of Section 3.3: `z = mean + noise * exp(logVar / 2)`.
 *
 * Deviation: the text prints `exp(epsilon)`; Eq. 5 is a KL divergence only if epsilon is a log variance, hence
 * the 1/2. `form: 'paper'` gives the printed form. The noise receives no gradient.
 * @param mean - Posterior mean, shape `[B, Z]`.
 * @param logVar - Log variance (the paper's epsilon), shape `[B, Z]`.
 * @param noise - Draws from N(0, 1), shape `[B, Z]`.
 * @param form - Which of the two formulas. @default 'consistent'
 * @returns Shape `[B, Z]`; the caller disposes it.
 * @throws {ShapeError} when the shapes differ; RangeError for another form.
 */
export function reparameterize(
  mean: tf.Tensor2D,
  logVar: tf.Tensor2D,
  noise: tf.Tensor2D,
  form: SamplingForm = 'consistent',
): tf.Tensor2D {
  assertShape('reparameterize: mean', mean, ['B', 'Z']);
  assertShape('reparameterize: logVar', logVar, mean.shape);
  assertShape('reparameterize: noise', noise, mean.shape);
  if (!['consistent', 'paper'].includes(form)) {
    throw new RangeError(`reparameterize: form: expected 'consistent' or 'paper', got '${form}'.`);
  }
  const exponent = form === 'paper' ? 1 : 0.5;
  return withGradient([mean, logVar], () => {
    const scaledNoise = tf.mul(noise, tf.exp(form === 'paper' ? logVar : tf.mul(logVar, exponent)));
    return {
      value: tf.add<tf.Tensor2D>(mean, scaledNoise),
      saved: [scaledNoise],
      backward: (dy, [kept]) => [tf.clone(dy), tf.mul(dy, tf.mul(kept as tf.Tensor, exponent))],
    };
  });
}
