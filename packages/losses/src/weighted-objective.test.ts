import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { leakedTensors } from './__fixtures__/cases.js';
import { PAPER_LOSS_WEIGHTS, resolveLossWeights, weightedObjective } from './index.js';

describe('weightedObjective', () => {
  it('is Eq. 7 with the weights of Section 3.4', () => {
    const terms = { kl: tf.scalar(2), pairwise: tf.scalar(5), meanD: tf.scalar(100), meanC: tf.scalar(300) };
    expect(weightedObjective(terms, PAPER_LOSS_WEIGHTS)).toBeAllClose(3 * 2 + 5 + 0.1 + 0.3);
  });

  it('passes each term its weight as gradient', () => {
    const loss = (kl: tf.Tensor, pairwise: tf.Tensor): tf.Scalar =>
      weightedObjective({ kl: kl as tf.Scalar, pairwise: pairwise as tf.Scalar }, PAPER_LOSS_WEIGHTS);
    const [kl, pairwise] = tf.grads(loss)([tf.scalar(7), tf.scalar(8)]);
    expect(kl ?? []).toBeAllClose(3);
    expect(pairwise ?? []).toBeAllClose(1);
  });

  it('leaves out terms of weight 0, whatever their value, and terms that are not there', () => {
    const loss = weightedObjective(
      { meanD: tf.scalar(NaN), pairwise: tf.scalar(4), kl: undefined },
      { ...PAPER_LOSS_WEIGHTS, meanD: 0 },
    );
    expect(loss).toBeAllClose(4);
  });

  it('shows a non-finite term', () => {
    const loss = weightedObjective({ kl: tf.scalar(NaN), pairwise: tf.scalar(4) }, PAPER_LOSS_WEIGHTS);
    expect(loss.dataSync()[0]).toBeNaN();
  });

  it('takes terms of other methods, and returns a scalar', () => {
    const loss = weightedObjective(
      { adversarial: tf.scalar(1), classification: tf.scalar(2) },
      { adversarial: 1, classification: 0.5 },
    );
    expect(loss).toBeAllClose(2);
    expect(loss.shape).toEqual([]);
  });

  it('rejects tensors that are not scalars, missing weights, and an empty sum', () => {
    const vector = tf.tensor1d([1, 2]) as unknown as tf.Scalar;
    expect(() => weightedObjective({ kl: vector }, { kl: 1 })).toThrow(
      'weightedObjective: terms.kl: expected shape [], got [2].',
    );
    expect(() => weightedObjective({ kl: tf.scalar(1) }, {} as { kl: number })).toThrow(
      new RangeError('weightedObjective: weights.kl: expected a finite number, got undefined.'),
    );
    expect(() => weightedObjective({ kl: tf.scalar(1) }, { kl: 0 })).toThrow(
      new RangeError('weightedObjective: terms: expected at least one with a weight other than 0.'),
    );
  });

  it('leaks nothing', () => {
    const term = tf.scalar(1);
    const loss = (x: tf.Tensor): tf.Scalar =>
      weightedObjective({ a: x as tf.Scalar, b: term }, { a: 1, b: 2 });
    expect(leakedTensors(() => loss(term).dispose())).toBe(0);
    expect(leakedTensors(() => tf.grad(loss)(term).dispose())).toBe(0);
  });
});

describe('resolveLossWeights', () => {
  it("holds the paper's lambdas, frozen, with some replaced", () => {
    expect(PAPER_LOSS_WEIGHTS).toEqual({ kl: 3, pairwise: 1, meanD: 0.001, meanC: 0.001 });
    expect(resolveLossWeights()).toEqual(PAPER_LOSS_WEIGHTS);
    const weights = resolveLossWeights({ kl: 0, meanD: 1 });
    expect(weights).toEqual({ kl: 0, pairwise: 1, meanD: 1, meanC: 0.001 });
    expect(Object.isFrozen(weights) && Object.isFrozen(PAPER_LOSS_WEIGHTS)).toBe(true);
  });

  it('keeps the paper value of a weight given as undefined', () => {
    expect(resolveLossWeights({ kl: undefined })).toEqual(PAPER_LOSS_WEIGHTS);
  });

  it.each([NaN, Infinity, -1, '3'])('rejects a weight of %p', (value) => {
    expect(() => resolveLossWeights({ meanD: value as number })).toThrow(
      new RangeError(`resolveLossWeights: meanD: expected a finite number >= 0, got ${value}.`),
    );
  });

  it('rejects unknown names', () => {
    expect(() => resolveLossWeights({ lambda: 1 } as never)).toThrow(
      new RangeError('resolveLossWeights: expected kl, pairwise, meanD, meanC, got lambda.'),
    );
  });
});
