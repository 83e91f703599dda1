import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from './errors.js';

/** Throws unless `value` is a tensor of the expected shape; a letter stands for any size of at least 1. */
export function assertShape(argument: string, value: unknown, expected: readonly (number | string)[]): void {
  if (!(value instanceof tf.Tensor)) {
    const got = Array.isArray(value) ? 'an array' : value === null ? 'null' : typeof value;
    throw new TypeError(`${argument}: expected a tensor, got ${got}.`);
  }
  const { shape } = value as tf.Tensor;
  const fits = expected.every((size, axis) => {
    const actual = shape[axis] ?? 0;
    return typeof size === 'number' ? actual === size : actual >= 1;
  });
  if (shape.length !== expected.length || !fits) throw new ShapeError(argument, expected, shape);
}

/** Throws unless `classes` is `[B, K]`, or `undefined` for a network without classes. */
export function assertClasses(
  name: string,
  classes: tf.Tensor2D | undefined,
  batch: number,
  numClasses: number,
): void {
  if (numClasses > 0) {
    if (classes === undefined) {
      throw new TypeError(
        `${name}: classes: expected class vectors of shape [${batch},${numClasses}], one-hot or mixtures, got undefined.`,
      );
    }
    assertShape(`${name}: classes`, classes, [batch, numClasses]);
  } else if (classes !== undefined) {
    throw new TypeError(`${name}: classes: expected undefined, the network has no classes.`);
  }
}
