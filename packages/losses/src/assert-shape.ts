import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from './errors.js';

/** Throws unless `value` is a tensor. */
export function assertTensor(argument: string, value: unknown): asserts value is tf.Tensor {
  if (!(value instanceof tf.Tensor)) {
    const got = Array.isArray(value) ? 'an array' : value === null ? 'null' : typeof value;
    throw new TypeError(`${argument}: expected a tensor, got ${got}.`);
  }
}

/** Throws unless `tensor` has the expected shape; a letter in it stands for any size of at least 1. */
export function assertShape(
  argument: string,
  tensor: tf.Tensor,
  expected: readonly (number | string)[],
): void {
  assertTensor(argument, tensor);
  const { shape } = tensor;
  const fits = expected.every((size, axis) => {
    const actual = shape[axis] ?? 0;
    return typeof size === 'number' ? actual === size : actual >= 1;
  });
  if (shape.length !== expected.length || !fits) throw new ShapeError(argument, expected, shape);
}

/** Throws unless `logits` are one number a sample, shape `[B]` or `[B, 1]`. */
export function assertOneLogitPerSample(argument: string, logits: tf.Tensor): void {
  assertShape(argument, logits, logits instanceof tf.Tensor && logits.rank === 1 ? ['B'] : ['B', 1]);
}
