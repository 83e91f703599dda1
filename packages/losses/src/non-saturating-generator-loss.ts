import type * as tf from '@tensorflow/tfjs-core';
import { assertOneLogitPerSample } from './assert-shape.js';
import { meanLogSigmoidGradient, meanLogSigmoidLoss } from './log-sigmoid-loss.js';
import { withGradient } from './with-gradient.js';

/**
 * Generator loss of the classical GAN, `L'_GD = -mean(log D(G(z)))` (Section 3.1), from logits.
 *
 * Computed as `softplus(-logits)`: finite, and with a gradient of at most 1/B a sample, for any logits.
 * CVAE-GAN replaces it by `meanFeatureMatching`; it serves the GAN and conditional GAN it is compared with.
 * @param fakeLogits - Logits of generated samples, shape `[B]` or `[B, 1]`, any range.
 * @returns Scalar >= 0, the mean over the batch; the caller disposes it.
 * @throws {ShapeError} when logits are not one number a sample.
 */
export function nonSaturatingGeneratorLoss(fakeLogits: tf.Tensor): tf.Scalar {
  assertOneLogitPerSample('nonSaturatingGeneratorLoss: fakeLogits', fakeLogits);
  return withGradient([fakeLogits], () => ({
    value: meanLogSigmoidLoss(fakeLogits, 1),
    saved: [fakeLogits],
    backward: (dy, saved) => saved.map((logits) => meanLogSigmoidGradient(dy, logits, 1)),
  }));
}
