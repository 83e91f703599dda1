import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from './assert-shape.js';
import { assertClassIds, oneHotOf, type ClassIds } from './class-ids.js';
import { withGradient } from './with-gradient.js';

/**
 * Softmax classification loss `L_C` of Eq. 3 and line 3: `-mean(log P(c | x))`, `P = softmax(logits)`.
 *
 * Computed from log-softmax (shifted by the largest logit), finite for any finite logits. On the logits of real
 * samples it trains the classifier; on those of generated samples it is the classification term of the
 * conditional GAN baseline, where it is added to `nonSaturatingGeneratorLoss`.
 * @param logits - Shape `[B, K]`, any range.
 * @param classIds - The true classes, shape `[B]`, integers in `[0, K)`. An array is checked; an int32 tensor
 *   stays on its device and is not: an id outside the range then counts as a sample without a loss.
 * @returns Scalar >= 0, the mean over the batch; the caller disposes it.
 * @throws {ShapeError} when the shapes disagree; TypeError for a tensor that is not int32; RangeError when an id of an
 *   array is out of range.
 */
export function softmaxClassification(logits: tf.Tensor2D, classIds: ClassIds): tf.Scalar {
  assertShape('softmaxClassification: logits', logits, ['B', 'K']);
  const [numSamples, numClasses] = logits.shape;
  const argument = 'softmaxClassification: classIds';
  assertClassIds(argument, classIds, numSamples, numClasses);
  return withGradient([logits], () => {
    const oneHot = oneHotOf(classIds, numSamples, numClasses);
    const logProbabilities = tf.logSoftmax(logits);
    return {
      value: tf.mul(tf.sum(tf.mul(oneHot, logProbabilities)), -1 / numSamples),
      saved: [oneHot, logProbabilities],
      // d/dlogits = (softmax - one-hot) / B
      backward: (dy, [target, logP]) => [
        tf.mul(tf.sub(tf.exp(logP as tf.Tensor), target as tf.Tensor), tf.mul(dy, 1 / numSamples)),
      ],
    };
  });
}
