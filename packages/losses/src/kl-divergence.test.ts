import { maxGradientError, seededNormal } from '@cvg/test-utils';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { cases, evaluate, leakedTensors, oracle } from './__fixtures__/cases.js';
import { klDivergence } from './index.js';

describe('klDivergence', () => {
  it('matches numerical integration of q log(q / p), averaged over the batch', () => {
    expect(evaluate(cases.klDivergence).value).toBeAllClose(oracle.kl.quadrature);
  });

  it('is 0 for the prior, and 1/2 |mu|^2 for a moved one', () => {
    expect(klDivergence(tf.zeros([3, 4]), tf.zeros([3, 4]))).toBeAllClose(0);
    expect(klDivergence(tf.tensor2d([[3, 4]]), tf.zeros([1, 2]))).toBeAllClose(12.5);
  });

  it('sums over latent variables and averages over the batch', () => {
    const [mean, logVar] = [tf.tensor2d([[0.5, -1]]), tf.tensor2d([[0.1, -0.4]])];
    const once = klDivergence(mean, logVar);
    expect(once.shape).toEqual([]);
    expect(klDivergence(tf.concat([mean, mean]), tf.concat([logVar, logVar]))).toBeAllClose(once);
    expect(klDivergence(tf.concat([mean, mean], 1), tf.concat([logVar, logVar], 1))).toBeAllClose(
      tf.mul(once, 2),
    );
  });

  it('is e^20 / 2 at a log variance of 20, with gradient e^20 / 2, and linear at -20', () => {
    const loss = (x: tf.Tensor): tf.Scalar => klDivergence(tf.zeros([1, 1]), x as tf.Tensor2D);
    const large = tf.valueAndGrad(loss)(tf.tensor2d([[20]]));
    expect(large.value).toBeAllClose((Math.exp(20) - 21) / 2);
    expect(large.grad).toBeAllClose((Math.exp(20) - 1) / 2);
    const small = tf.valueAndGrad(loss)(tf.tensor2d([[-20]]));
    expect(small.value).toBeAllClose((Math.exp(-20) + 19) / 2);
    expect(small.grad).toBeAllClose((Math.exp(-20) - 1) / 2);
  });

  it('keeps the gradient near 0, where exp(e) - 1 would have none in float32', () => {
    const loss = (x: tf.Tensor): tf.Scalar => klDivergence(tf.zeros([1, 1]), x as tf.Tensor2D);
    expect(tf.grad(loss)(tf.tensor2d([[1e-9]]))).toBeAllClose(5e-10, { rtol: 1e-4, atol: 0 });
  });

  it('has the gradient of central differences in both inputs', () => {
    const mean = tf.tensor2d(seededNormal(6, 1), [2, 3]);
    const logVar = tf.tensor2d(seededNormal(6, 2), [2, 3]);
    expect(maxGradientError((x) => klDivergence(x as tf.Tensor2D, logVar), mean)).toBeLessThan(1e-3);
    expect(maxGradientError((x) => klDivergence(mean, x as tf.Tensor2D), logVar)).toBeLessThan(1e-3);
  });

  it('rejects different shapes and leaks nothing', () => {
    expect(() => klDivergence(tf.zeros([2, 3]), tf.zeros([2, 4]))).toThrow(
      'klDivergence: logVar: expected shape [2,3], got [2,4].',
    );
    const x = tf.zeros<tf.Rank.R2>([2, 3]);
    expect(leakedTensors(() => klDivergence(x, x).dispose())).toBe(0);
    const y = tf.zeros<tf.Rank.R2>([2, 3]);
    const loss = (m: tf.Tensor, e: tf.Tensor): tf.Scalar => klDivergence(m as tf.Tensor2D, e as tf.Tensor2D);
    expect(leakedTensors(() => tf.dispose(tf.grads(loss)([x, y])))).toBe(0);
  });
});
