import { moveAverage, networkWeights, type Network } from '@cvg/nets';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * The share d of an averaged weight that its t-th update keeps: it grows to `decay` as `(1 + t) / (10 + t)`, as in TensorFlow's
 * `ExponentialMovingAverage`, so that the average of a short run is not one of its initial weights.
 * @param numUpdates - t, from 1.
 */
export function keptShare(decay: number, numUpdates: number): number {
  return Math.min(decay, (1 + numUpdates) / (10 + numUpdates));
}

/**
 * Moves a copy of a network towards it: `average <- d average + (1 - d) current` for every variable, batch norm's moving
 * statistics included, d the share of {@link keptShare}.
 * @param numUpdates - t, from 1.
 */
export function updateAverage(average: Network, current: Network, decay: number, numUpdates: number): void {
  const kept = keptShare(decay, numUpdates);
  const currentWeights = networkWeights(current);
  for (const [name, variable] of networkWeights(average)) {
    moveAverage(variable, currentWeights.get(name) as tf.Variable, kept, 1 - kept);
  }
}
