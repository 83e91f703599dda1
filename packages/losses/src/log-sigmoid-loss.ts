import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean of `-log sigmoid(x)` for `sign` 1, of `-log(1 - sigmoid(x))` for `sign` -1; not recorded on the tape.
 * `-log sigmoid(x) = log(1 + exp(-x)) = softplus(-x)`, which neither overflows nor takes log(0); and
 * `1 - sigmoid(x) = sigmoid(-x)`, hence the one sign for both.
 */
export const meanLogSigmoidLoss = (logits: tf.Tensor, sign: 1 | -1): tf.Scalar =>
  tf.mean(tf.softplus(sign === 1 ? tf.neg(logits) : logits));

/** Gradient of {@link meanLogSigmoidLoss}: `-sign sigmoid(-sign x) / B`, times `dy`. */
export const meanLogSigmoidGradient = (dy: tf.Tensor, logits: tf.Tensor, sign: 1 | -1): tf.Tensor =>
  tf.mul(tf.sigmoid(sign === 1 ? tf.neg(logits) : logits), tf.mul(dy, -sign / logits.size));
