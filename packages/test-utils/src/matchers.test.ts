import { describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { maxGradientError, seededNormal } from './index.js';

describe('toBeAllClose', () => {
  it('is two-sided', () => {
    expect([1, 2]).toBeAllClose([1, 2]);
    expect(() => expect([1, 2]).toBeAllClose([1, 2.1])).toThrow('element 1: expected 2.1, got 2');
    expect(() => expect([1, 2.2]).toBeAllClose([1, 2.1])).toThrow('element 1');
  });
  it('fails on NaN and on another length', () => {
    expect(() => expect([NaN]).toBeAllClose([1])).toThrow();
    expect(() => expect([NaN]).toBeAllClose([NaN])).toThrow();
    expect(() => expect([1]).toBeAllClose([1, 1])).toThrow('expected 2 elements, got 1');
  });
});

describe('maxGradientError', () => {
  const x = tf.tensor1d([0.3, -0.7, 1.1]);
  it('is small for a correct gradient and large for a detached one', () => {
    expect(maxGradientError((t) => tf.sum(tf.square(t)), x)).toBeLessThan(1e-3);
    const detached = tf.customGrad((t) => ({
      value: tf.square(t as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
    }));
    expect(maxGradientError((t) => tf.sum(detached(t)), x)).toBeGreaterThan(0.5);
  });
});

describe('seededNormal', () => {
  it('repeats and has unit variance', () => {
    const draws = seededNormal(20_000, 7);
    expect(draws).toEqual(seededNormal(20_000, 7));
    const variance = draws.reduce((sum, value) => sum + value * value, 0) / draws.length;
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });
});
