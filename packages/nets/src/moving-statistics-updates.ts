import * as tf from '@tensorflow/tfjs-core';
import { moveAverage } from './moving-average.js';

/** Share of the old moving statistic that one update keeps: PyTorch's and DCGAN's convention. */
export const STATISTICS_MOMENTUM = 0.9;

/** One batch-norm layer's statistics of one batch, and the variables they will move. */
export interface CollectedStatistics {
  readonly movingMean: tf.Variable;
  readonly movingVariance: tf.Variable;
  /** Mean of the batch, `[C]`; kept. */
  readonly mean: tf.Tensor;
  /** Variance of the batch, `[C]`, dividing by `count`; kept. */
  readonly variance: tf.Tensor;
  /** How many numbers a channel has in the batch: B, or B H W. */
  readonly count: number;
}

/**
 * Batch statistics of forward passes that may later move the moving statistics of batch norm.
 *
 * Passing it as `ForwardOptions.movingStatistics` only collects; `commit()` moves. So a pass over fakes, or a step whose
 * loss is not finite, moves nothing. Holds kept tensors until `commit()` or `dispose()`; empty and usable again afterwards.
 */
export class MovingStatisticsUpdates {
  readonly #collected: CollectedStatistics[] = [];

  /**
   * Takes over a layer's statistics; called by the networks.
   * @internal
   */
  collect(statistics: CollectedStatistics): void {
    this.#collected.push(statistics);
  }

  /** How many layers' statistics are waiting. */
  get size(): number {
    return this.#collected.length;
  }

  /**
   * `moving <- 0.9 moving + 0.1 batch` for every collected layer, in the order of the passes, then forgets them.
   * As in PyTorch and TensorFlow the moving variance takes the unbiased variance of the batch, `count / (count - 1)` times the
   * one the batch was normalised by.
   */
  commit(): void {
    const share = 1 - STATISTICS_MOMENTUM;
    for (const { movingMean, movingVariance, mean, variance, count } of this.#collected) {
      const unbiased = count > 1 ? count / (count - 1) : 1;
      moveAverage(movingMean, mean, STATISTICS_MOMENTUM, share);
      moveAverage(movingVariance, variance, STATISTICS_MOMENTUM, share * unbiased);
    }
    this.dispose();
  }

  /** Forgets what was collected. */
  dispose(): void {
    for (const { mean, variance } of this.#collected) tf.dispose([mean, variance]);
    this.#collected.length = 0;
  }
}
