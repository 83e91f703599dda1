import { maxGradientError, seededNormal } from '@cvg/test-utils';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { cases, evaluate, leakedTensors } from './__fixtures__/cases.js';
import { reparameterize } from './index.js';

const normal = (seed: number, shape: [number, number] = [2, 3]): tf.Tensor2D =>
  tf.tensor2d(seededNormal(shape[0] * shape[1], seed), shape);

describe('reparameterize', () => {
  it("is the noise's quantile of N(mean, exp(logVar)), by scipy", () => {
    expect(evaluate(cases.reparameterizeConsistent).value).toBeAllClose(
      cases.reparameterizeConsistent.value,
      {
        rtol: 1e-5,
        atol: 1e-5,
      },
    );
  });

  it("gives the printed mu + r * exp(epsilon) for 'paper'", () => {
    expect(evaluate(cases.reparameterizePaper).value).toBeAllClose(cases.reparameterizePaper.value);
  });

  it('draws samples of the asked mean and variance', () => {
    const count = 20_000;
    const z = reparameterize(
      tf.fill([count, 1], 2),
      tf.fill([count, 1], Math.log(9)),
      tf.tensor2d(seededNormal(count, 5), [count, 1]),
    );
    const { mean, variance } = tf.moments(z);
    expect(mean).toBeAllClose(2, { atol: (5 * 3) / Math.sqrt(count) }); // five standard errors
    expect(variance).toBeAllClose(9, { atol: 5 * 9 * Math.sqrt(2 / count) });
  });

  it('is the mean without noise, and has the shape of the mean', () => {
    const z = reparameterize(normal(1), normal(2), tf.zeros([2, 3]));
    expect(z).toBeAllClose(normal(1));
    expect(z.shape).toEqual([2, 3]);
  });

  it.each(['consistent', 'paper'] as const)('has the gradient of central differences, %s', (form) => {
    const [mean, logVar, noise] = [normal(1), normal(2), normal(3)];
    const squared = (z: tf.Tensor): tf.Tensor => tf.sum(tf.square(z));
    const inMean = (x: tf.Tensor): tf.Tensor =>
      squared(reparameterize(x as tf.Tensor2D, logVar, noise, form));
    const inLogVar = (x: tf.Tensor): tf.Tensor =>
      squared(reparameterize(mean, x as tf.Tensor2D, noise, form));
    expect(maxGradientError(inMean, mean)).toBeLessThan(1e-3);
    expect(maxGradientError(inLogVar, logVar)).toBeLessThan(1e-3);
  });

  it('stays finite at log variances of +-20', () => {
    const logVar = tf.tensor2d([[20, -20]]);
    const f = (x: tf.Tensor): tf.Tensor2D =>
      reparameterize(tf.zeros([1, 2]), x as tf.Tensor2D, tf.ones([1, 2]));
    expect(f(logVar)).toBeAllClose([Math.exp(10), Math.exp(-10)]);
    expect(tf.grad(f)(logVar)).toBeAllClose([Math.exp(10) / 2, Math.exp(-10) / 2]);
  });

  it('rejects different shapes and unknown forms', () => {
    expect(() => reparameterize(normal(1), normal(2), tf.zeros([1, 3]))).toThrow(
      'reparameterize: noise: expected shape [2,3], got [1,3].',
    );
    expect(() => reparameterize(normal(1), normal(2), normal(3), 'printed' as 'paper')).toThrow(
      new RangeError("reparameterize: form: expected 'consistent' or 'paper', got 'printed'."),
    );
  });

  it('leaks nothing', () => {
    const [mean, logVar, noise] = [normal(1), normal(2), normal(3)];
    expect(leakedTensors(() => reparameterize(mean, logVar, noise).dispose())).toBe(0);
    const f = (m: tf.Tensor, e: tf.Tensor): tf.Tensor =>
      reparameterize(m as tf.Tensor2D, e as tf.Tensor2D, noise);
    expect(leakedTensors(() => tf.dispose(tf.grads(f)([mean, logVar])))).toBe(0);
  });
});
