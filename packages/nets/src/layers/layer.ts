import type * as tf from '@tensorflow/tfjs-core';
import type { MovingStatisticsUpdates } from '../moving-statistics-updates.js';
import type { ForwardOptions, LayerSummary } from '../types.js';

/** Height, width and channels of one sample's map. */
export type MapShape = readonly [height: number, width: number, channels: number];

/** The resolved options of one forward pass. */
export interface Pass {
  readonly statistics: 'batch' | 'moving';
  readonly updates: MovingStatisticsUpdates | undefined;
  readonly dropoutSeed: number | undefined;
}

/** A part of a network: what it is, and what it does to a batch. */
export interface Layer {
  readonly summary: LayerSummary;
  apply(x: tf.Tensor, pass: Pass): tf.Tensor;
}

/** A layer of images, which knows the shape of its output. */
export interface MapLayer extends Layer {
  readonly outputShape: MapShape;
}

/** Checks and completes the options of a forward pass. */
export function resolvePass(
  name: string,
  { statistics = 'moving', movingStatistics, dropoutSeed }: ForwardOptions = {},
): Pass {
  if (movingStatistics !== undefined && statistics === 'moving') {
    throw new TypeError(
      `${name}: movingStatistics: expected statistics 'batch' with it, got 'moving', where there is nothing to collect.`,
    );
  }
  if (dropoutSeed !== undefined && !Number.isSafeInteger(dropoutSeed)) {
    throw new RangeError(`${name}: dropoutSeed must be a safe integer, got ${dropoutSeed}.`);
  }
  return { statistics, updates: movingStatistics, dropoutSeed };
}
