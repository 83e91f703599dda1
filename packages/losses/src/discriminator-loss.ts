import * as tf from '@tensorflow/tfjs-core';
import { assertOneLogitPerSample } from './assert-shape.js';
import { meanLogSigmoidGradient, meanLogSigmoidLoss } from './log-sigmoid-loss.js';
import { withGradient } from './with-gradient.js';

/**
 * Discriminator loss `L_D` of Eq. 1 and of line 9 of Algorithm 1, from logits:
 * `-mean(log D(x_r)) - sum over the fake batches of mean(log(1 - D(x)))`, where `D = sigmoid(logits)`.
 *
 * Computed as `softplus(-logits)` of the real and `softplus(logits)` of the fake samples, so that value and
 * gradient stay finite however sure D is. One fake batch gives Eq. 1; reconstructions and prior samples as two
 * batches give line 9. The mean is over each batch, the sum over the batches: two fake batches weigh twice the
 * real one, as printed in the paper.
 * @param realLogits - Logits of real samples, shape `[B]` or `[B, 1]`, any range.
 * @param fakeLogits - One or more batches of logits of fakes, shape `[N]` or `[N, 1]` each.
 * @returns Scalar >= 0; the caller disposes it.
 * @throws {ShapeError} when logits are not one number a sample; RangeError without a fake batch.
 */
export function discriminatorLoss(realLogits: tf.Tensor, ...fakeLogits: readonly tf.Tensor[]): tf.Scalar {
  assertOneLogitPerSample('discriminatorLoss: realLogits', realLogits);
  if (fakeLogits.length === 0) {
    throw new RangeError('discriminatorLoss: fakeLogits: expected at least one batch, got none.');
  }
  fakeLogits.forEach((logits, index) =>
    assertOneLogitPerSample(`discriminatorLoss: fakeLogits[${index}]`, logits),
  );
  const batches = [realLogits, ...fakeLogits];
  const signOf = (index: number): 1 | -1 => (index === 0 ? 1 : -1);
  return withGradient(batches, () => ({
    value: tf.addN(batches.map((logits, index) => meanLogSigmoidLoss(logits, signOf(index)))),
    saved: batches,
    backward: (dy, saved) => saved.map((logits, index) => meanLogSigmoidGradient(dy, logits, signOf(index))),
  }));
}
