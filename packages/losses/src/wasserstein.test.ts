import { maxGradientError, seededNormal } from '@cvg/test-utils';
import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { cases, evaluate, leakedTensors } from './__fixtures__/cases.js';
import { clipWeights, criticLoss, wassersteinGeneratorLoss } from './index.js';

describe('criticLoss', () => {
  it('matches numpy', () => {
    expect(evaluate(cases.criticLoss).value).toBeAllClose(cases.criticLoss.value);
  });

  it('is minus the distance of two points under the critic f(x) = x', () => {
    expect(criticLoss(tf.fill([3, 1], 5), tf.fill([2], 1))).toBeAllClose(-4);
    expect(criticLoss(tf.tensor1d([2, 4]), tf.tensor1d([3]))).toBeAllClose(0);
  });

  it('has the gradient of central differences on both sides', () => {
    const scores = tf.tensor1d(seededNormal(4, 1));
    expect(maxGradientError((x) => criticLoss(x, tf.square(x)), scores)).toBeLessThan(1e-3);
  });

  it('rejects wrong shapes and leaks nothing', () => {
    const scores = tf.zeros([3, 1]);
    expect(() => criticLoss(scores, tf.zeros([3, 3]))).toThrow(
      'criticLoss: fakeScores: expected shape [B,1], got [3,3].',
    );
    expect(leakedTensors(() => criticLoss(scores, scores).dispose())).toBe(0);
    expect(
      leakedTensors(() =>
        tf
          .grad((x) => criticLoss(x, x))(scores)
          .dispose(),
      ),
    ).toBe(0);
  });
});

describe('wassersteinGeneratorLoss', () => {
  it('matches numpy, and returns a scalar', () => {
    const { value } = evaluate(cases.wassersteinGeneratorLoss);
    expect(value).toBeAllClose(cases.wassersteinGeneratorLoss.value);
    expect(value.shape).toEqual([]);
  });

  it('is the part of the critic loss that the generator can move, with the opposite sign', () => {
    const [real, fake] = [tf.zeros([2]), tf.tensor1d(seededNormal(5, 2))];
    expect(wassersteinGeneratorLoss(fake)).toBeAllClose(tf.neg(criticLoss(real, fake)));
  });

  it('has the gradient of central differences', () => {
    const scores = tf.tensor1d(seededNormal(4, 3));
    expect(maxGradientError((x) => wassersteinGeneratorLoss(tf.square(x)), scores)).toBeLessThan(1e-3);
  });

  it('rejects wrong shapes and leaks nothing', () => {
    const scores = tf.zeros([3, 1]);
    expect(() => wassersteinGeneratorLoss(tf.zeros([2, 2]))).toThrow(
      'wassersteinGeneratorLoss: fakeScores: expected shape [B,1], got [2,2].',
    );
    expect(leakedTensors(() => wassersteinGeneratorLoss(scores).dispose())).toBe(0);
    expect(leakedTensors(() => tf.grad(wassersteinGeneratorLoss)(scores).dispose())).toBe(0);
  });
});

describe('clipWeights', () => {
  it('moves every weight of every variable into the bounds, in place', () => {
    const variables = [tf.variable(tf.tensor1d([-1, 0.004, 1])), tf.variable(tf.tensor2d([[0.02, -0.02]]))];
    clipWeights(new Map(variables.entries()).values(), 0.01);
    expect(variables[0] ?? []).toBeAllClose([-0.01, 0.004, 0.01]);
    expect(variables[1] ?? []).toBeAllClose([0.01, -0.01]);
  });

  it('rejects bounds that are not finite and positive', () => {
    for (const bound of [0, -1, NaN, Infinity]) {
      expect(() => clipWeights([], bound)).toThrow(
        new RangeError(`clipWeights: bound: expected a finite number > 0, got ${bound}.`),
      );
    }
  });

  it('leaks nothing', () => {
    const variable = tf.variable(tf.ones([4]));
    expect(leakedTensors(() => clipWeights([variable], 0.5))).toBe(0);
  });
});
