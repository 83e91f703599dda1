import { moveAverage, networkWeights, type Network } from '@cvg/nets';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * Moves a copy of a network towards it: `average <- d average + (1 - d) current` for every variable, batch norm's moving
 * statistics included.
 *
 * The share d that is kept grows to `decay` as `(1 + t) / (10 + t)` at the t-th update, as in TensorFlow's
 * `ExponentialMovingAverage`, so that the average of a short run is not one of its initial weights.
 * @param numUpdates - t, from 1.
 */
export function updateAverage(average: Network, current: Network, decay: number, numUpdates: number): void {
  const kept = Math.min(decay, (1 + numUpdates) / (10 + numUpdates));
  const currentWeights = networkWeights(current);
  for (const [name, variable] of networkWeights(average)) {
    moveAverage(variable, currentWeights.get(name) as tf.Variable, kept, 1 - kept);
  }
}
