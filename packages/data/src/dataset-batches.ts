import { z } from 'zod';
import { assertInteger, assertOneOf, assertSeed } from './assert.js';
import { classBalancedOrder, shuffledOrder, type BatchOrder, type RowAt } from './batch-order.js';
import { mirrorImage } from './bytes-to-images.js';
import { DataError } from './errors.js';
import { keyedUniform } from './random.js';
import type { BatchSource, ImageBatch, ImageShape, JsonValue, Split } from './types.js';

export interface BatchesOptions {
  /** Images of every batch, also where an epoch ends. */
  readonly batchSize: number;
  /** Of order and flips. */
  readonly seed: number;
  /**
   * `'shuffled'`: every image once an epoch, in a new order each time. `'class-balanced'`: every class equally often, and of each
   * class every image once before any comes again.
   * @default 'shuffled'
   */
  readonly order?: BatchOrder;
  /** Mirrors half of the images, left to right; not for digits or letters. @default false */
  readonly flip?: boolean;
  /** @default 'train' */
  readonly split?: Split;
}

/** {@link BatchesOptions} with every default. */
export type ResolvedBatchesOptions = Required<BatchesOptions>;

/** Merges with the defaults and validates. */
export function resolveBatchesOptions(options: BatchesOptions): ResolvedBatchesOptions {
  const { batchSize, seed, order = 'shuffled', flip = false, split = 'train' } = options;
  assertInteger('batches: batchSize', batchSize, 1, 65536);
  assertSeed('batches: seed', seed);
  assertOneOf('batches: order', order, ['shuffled', 'class-balanced']);
  assertOneOf('batches: flip', flip, [true, false]);
  assertOneOf('batches: split', split, ['train', 'held-out', 'all']);
  return { batchSize, seed, order, flip, split };
}

/** The part of a data set that batches are made from. */
export interface BatchOrigin {
  readonly imageShape: ImageShape;
  readonly numClasses: number;
  readonly labels: Int32Array;
  readonly fingerprint: string;
  read(rows: ArrayLike<number>): Promise<ImageBatch>;
}

const stateSchema = z.object({
  version: z.literal(1),
  /** Batches given so far. */
  batches: z.int().nonnegative(),
  of: z.object({
    batchSize: z.number(),
    seed: z.number(),
    order: z.string(),
    flip: z.boolean(),
    split: z.string(),
    images: z.number(),
    fingerprint: z.string(),
  }),
});

/**
 * Seeded batches of a data set. Which images batch k holds, and which are mirrored, follows from the seed and k alone: order and
 * flips are drawn from streams keyed by epoch and batch, so a position is one number. The next batch is read ahead while the
 * receiver works.
 */
export class DatasetBatches implements BatchSource {
  readonly imageShape: ImageShape;
  readonly numClasses: number;
  /** Images of an epoch: those of the split. */
  readonly epochSize: number;
  readonly #origin: BatchOrigin;
  readonly #options: ResolvedBatchesOptions;
  readonly #rowAt: RowAt;
  #batches = 0;
  /** A batch does not depend on how its index was reached, so this stays good whatever happens to the position. */
  #ahead: { readonly index: number; readonly batch: Promise<ImageBatch> } | undefined;

  constructor(origin: BatchOrigin, rows: Int32Array, options: ResolvedBatchesOptions) {
    const { order, seed, split } = options;
    if (rows.length === 0) throw new DataError(`batches: split`, `the data set has no images in '${split}'`);
    this.imageShape = origin.imageShape;
    this.numClasses = origin.numClasses;
    this.epochSize = rows.length;
    this.#origin = origin;
    this.#options = options;
    this.#rowAt =
      order === 'shuffled' ? shuffledOrder(rows, seed) : classBalancedOrder(rows, origin.labels, seed);
  }

  /** The next batch; it belongs to the receiver. After an error the position is unchanged. */
  async next(): Promise<ImageBatch> {
    const index = this.#batches++;
    const batch = this.#ahead?.index === index ? this.#ahead.batch : this.#read(index);
    const ahead = batch.then(() => this.#read(index + 1));
    ahead.catch(() => undefined); // reported by the call that asks for it
    this.#ahead = { index: index + 1, batch: ahead };
    try {
      return await batch;
    } catch (error) {
      this.#batches = Math.min(this.#batches, index);
      throw error;
    }
  }

  state(): JsonValue {
    return { version: 1, batches: this.#batches, of: this.#identity() };
  }

  /** @throws DataError - `state` is none, or of batches of another data set or with other options; the difference is named. */
  restore(state: JsonValue): void {
    const parsed = stateSchema.safeParse(state);
    if (!parsed.success) throw new DataError('restore: state', 'not the state of batches');
    const { batches, of } = parsed.data;
    const wanted = Object.entries(this.#identity());
    const differences = wanted
      .map(([key, value]) => ({ key, value, saved: of[key as keyof typeof of] }))
      .filter(({ value, saved }) => value !== saved)
      .map(({ key, value, saved }) => `${key} ${String(saved)}, here ${String(value)}`);
    if (differences.length > 0) {
      throw new DataError('restore: state', `it is of other batches: ${differences.join('; ')}`);
    }
    this.#batches = batches;
  }

  #identity(): z.infer<typeof stateSchema>['of'] {
    return { ...this.#options, images: this.epochSize, fingerprint: this.#origin.fingerprint };
  }

  async #read(index: number): Promise<ImageBatch> {
    const { batchSize, seed, flip } = this.#options;
    const start = index * batchSize;
    const rows = Int32Array.from({ length: batchSize }, (_, offset) => this.#rowAt(start + offset));
    const batch = await this.#origin.read(rows);
    if (flip) {
      const uniform = keyedUniform(`${seed}/flip/${index}`);
      for (let image = 0; image < batchSize; image++) {
        if (uniform() < 0.5) mirrorImage(batch.images, image, this.imageShape);
      }
    }
    return batch;
  }
}
