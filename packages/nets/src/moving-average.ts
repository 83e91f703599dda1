import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, KERNELS, runKernel } from './kernels.js';

/** Moves a variable: `average <- keep average + add value`. @param value - Shape of the average. */
export function moveAverage(average: tf.Variable, value: tf.Tensor, keep: number, add: number): void {
  tf.tidy(() => {
    const [moved] = hasKernel(KERNELS.movingAverage)
      ? runKernel(KERNELS.movingAverage, { average, value }, { keep, add })
      : [tf.add(tf.mul(average, keep), tf.mul(value, add))];
    average.assign(moved as tf.Tensor);
  });
}
