import type { JsonValue } from './json.js';

/** One batch of real data, in host memory. */
export interface TrainingBatch {
  /** NHWC in [-1, 1], or rows of points for MLPs. */
  readonly images: Float32Array;
  /** c_r: class ids in [0, K), `[B]`; not read without classes. */
  readonly labels: Int32Array;
  /** `[B, H, W, C]`, or `[B, dataSize]`. */
  readonly shape: readonly number[];
}

/** An endless stream of batches whose position can be saved and restored, such as `dataset.batches()` of `@cvg/data`. */
export interface TrainingSource {
  /** The next batch. */
  next(): Promise<TrainingBatch>;
  /** The position after the last batch, as JSON. */
  state(): JsonValue;
  /** Goes on from such a position. */
  restore(state: JsonValue): void;
}
