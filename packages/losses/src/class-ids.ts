import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from './errors.js';

/** The class of each sample of a batch, integers from 0 to K - 1: an int32 tensor of shape `[B]` or an array. */
export type ClassIds = tf.Tensor1D | Int32Array | readonly number[];

/** Checks shape and type, and the range of an array; the values of a tensor stay on their device, unread. */
export function assertClassIds(
  argument: string,
  classIds: ClassIds,
  numSamples: number,
  numClasses: number,
): void {
  const shape = classIds instanceof tf.Tensor ? classIds.shape : [classIds.length];
  if (shape.length !== 1 || shape[0] !== numSamples) throw new ShapeError(argument, [numSamples], shape);
  if (classIds instanceof tf.Tensor) {
    if (classIds.dtype !== 'int32') {
      throw new TypeError(`${argument}: expected an int32 tensor, got ${classIds.dtype}.`);
    }
    return;
  }
  for (let index = 0; index < numSamples; index++) {
    const id = classIds[index] ?? NaN;
    if (!(Number.isInteger(id) && id >= 0 && id < numClasses)) {
      throw new RangeError(`${argument}[${index}]: expected an integer in [0, ${numClasses}), got ${id}.`);
    }
  }
}

/** The ids as an array, checked; a tensor is read synchronously. */
export function readClassIds(
  argument: string,
  classIds: ClassIds,
  numSamples: number,
  numClasses: number,
): Int32Array {
  assertClassIds(argument, classIds, numSamples, numClasses);
  if (!(classIds instanceof tf.Tensor)) return Int32Array.from(classIds);
  const ids = Int32Array.from(classIds.dataSync());
  assertClassIds(argument, ids, numSamples, numClasses);
  return ids;
}

/** One-hot rows, float32 of shape `[B, K]`. */
export function oneHotOf(classIds: ClassIds, numSamples: number, numClasses: number): tf.Tensor2D {
  if (classIds instanceof tf.Tensor) {
    // Not oneHot(..., 'float32'): the wasm kernel then writes the bits of the integer 1 (tfjs 4.22).
    return tf.cast(tf.oneHot(classIds, numClasses) as tf.Tensor2D, 'float32');
  }
  const rows = new Float32Array(numSamples * numClasses);
  classIds.forEach((id, sample) => {
    rows[sample * numClasses + id] = 1;
  });
  return tf.tensor2d(rows, [numSamples, numClasses]);
}
