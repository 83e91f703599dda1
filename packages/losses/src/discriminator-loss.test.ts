import { maxGradientError, seededNormal } from '@cvg/test-utils';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { cases, evaluate, leakedTensors } from './__fixtures__/cases.js';
import { discriminatorLoss, ShapeError } from './index.js';

describe('discriminatorLoss', () => {
  it('matches scipy: -log(expit), summed over the batches', () => {
    const { value, gradients } = evaluate(cases.discriminatorLoss);
    expect(value).toBeAllClose(cases.discriminatorLoss.value);
    gradients.forEach((gradient, index) =>
      expect(gradient).toBeAllClose(cases.discriminatorLoss.gradients[index] ?? []),
    );
  });

  it('is log 2 a batch for a discriminator that cannot tell, and 0 for a perfect one', () => {
    const [undecided, sure] = [tf.zeros([4, 1]), tf.fill([4, 1], 100)];
    expect(discriminatorLoss(undecided, undecided)).toBeAllClose(2 * Math.LN2);
    expect(discriminatorLoss(undecided, undecided, undecided)).toBeAllClose(3 * Math.LN2);
    expect(discriminatorLoss(sure, tf.neg(sure))).toBeAllClose(0);
  });

  it('grows linearly, with gradients 1/B, where log(sigmoid) would be infinite', () => {
    const wrong = tf.tensor1d([-100, -100]);
    expect(discriminatorLoss(wrong, tf.neg(wrong))).toBeAllClose(200);
    const [real, fake] = tf.grads((r, f) => discriminatorLoss(r, f))([wrong, tf.neg(wrong)]);
    expect(real ?? []).toBeAllClose([-0.5, -0.5]);
    expect(fake ?? []).toBeAllClose([0.5, 0.5]);
  });

  it('takes batches of different sizes, [B] and [B, 1], and returns a scalar', () => {
    const loss = discriminatorLoss(tf.tensor1d([1, 2, 3]), tf.tensor2d([[0.5], [-0.5]]), tf.tensor1d([1]));
    expect(loss.shape).toEqual([]);
  });

  it('has the gradient of central differences', () => {
    const fake = tf.tensor2d(seededNormal(5, 1), [5, 1]);
    const error = maxGradientError(
      (x) => discriminatorLoss(x, fake, x),
      tf.tensor2d(seededNormal(4, 2), [4, 1]),
    );
    expect(error).toBeLessThan(1e-4);
  });

  it('rejects a missing fake batch and anything but one logit a sample', () => {
    const logits = tf.zeros([3, 1]);
    expect(() => discriminatorLoss(logits)).toThrow(
      new RangeError('discriminatorLoss: fakeLogits: expected at least one batch, got none.'),
    );
    expect(() => discriminatorLoss(logits, logits, tf.zeros([3, 2]))).toThrow(
      'discriminatorLoss: fakeLogits[1]: expected shape [B,1], got [3,2].',
    );
    expect(() => discriminatorLoss(tf.zeros([0]), logits)).toThrow(
      'discriminatorLoss: realLogits: expected shape [B], got [0].',
    );
    expect(() => discriminatorLoss(tf.scalar(1), logits)).toThrow(ShapeError);
    expect(() => discriminatorLoss([1, 2] as unknown as tf.Tensor, logits)).toThrow(
      new TypeError('discriminatorLoss: realLogits: expected a tensor, got an array.'),
    );
  });

  it('leaks nothing, with and without gradients', () => {
    const x = tf.zeros([3, 1]);
    expect(leakedTensors(() => discriminatorLoss(x, x, x).dispose())).toBe(0);
    expect(leakedTensors(() => tf.dispose(tf.valueAndGrad((y) => discriminatorLoss(y, y, x))(x)))).toBe(0);
  });
});
