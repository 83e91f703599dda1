import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, KERNELS, runKernel } from './kernels.js';

/**
 * Moves a variable: `average <- keep average + add value`.
 * @param average - Any shape; changed in place.
 * @param value - Shape of the average.
 * @param keep - Factor of the old value.
 * @param add - Factor of the new value; `1 - keep` makes an average.
 */
export function moveAverage(average: tf.Variable, value: tf.Tensor, keep: number, add: number): void {
  tf.tidy(() => {
    const [moved] = hasKernel(KERNELS.movingAverage)
      ? runKernel(KERNELS.movingAverage, { average, value }, { keep, add })
      : [tf.add(tf.mul(average, keep), tf.mul(value, add))];
    average.assign(moved as tf.Tensor);
  });
}
