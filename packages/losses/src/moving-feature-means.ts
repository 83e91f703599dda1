import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from './assert-shape.js';
import { averagingMatrix } from './averaging-matrix.js';
import { readClassIds, type ClassIds } from './class-ids.js';
import { withGradient } from './with-gradient.js';

// Shape legend: B batch, K classes, F features.

export interface MovingFeatureMeansOptions {
  /** K; 1 for a mean over all classes (Eq. 2 with historical averages). */
  readonly numClasses: number;
  /** F, the size of f_C(x). */
  readonly numFeatures: number;
  /** Share of the old centre at an update, in [0, 1); 0 gives plain minibatch means. @default 0.9 */
  readonly decay?: number;
  /**
   * Gradient that a centre passes to the features of the batch: of the batch mean at full strength
   * (`'straight-through'`), or of the moving average itself (`'scaled'`), which is smaller by 1 - decay.
   * @default 'straight-through'
   */
  readonly gradient?: 'straight-through' | 'scaled';
}

/** The centre of each class. */
export interface FeatureCenters {
  /** Shape `[K, F]`, bias-corrected; 0 for a class never seen. Belongs to the `MovingFeatureMeans`. */
  readonly centers: tf.Tensor2D;
  /** In how many batches each class was seen, length K; only classes with at least 1 count in Eq. 4. */
  readonly numUpdates: Int32Array;
}

/** What a checkpoint needs to continue exactly. */
export interface MovingFeatureMeansState {
  /** K * F values, row by row. */
  readonly centers: Float32Array;
  /** K counts. */
  readonly numUpdates: Int32Array;
}

/**
 * Moving averages of the features of each class, for one side of Eq. 4 (lines 12-13 of Algorithm 1).
 *
 * A class in the batch moves its centre `c <- (1 - a_n) c + a_n * (mean of its features in the batch)` with
 * `a_n = (1 - decay) / (1 - decay^n)` at its n-th update: the exponential moving average divided by `1 - decay^n`,
 * which corrects its bias towards 0, so that the first centre is the first batch mean. Other classes stay.
 *
 * Two phases: `prepare` computes the centres that include a batch, differentiable in its features, and changes
 * nothing; `commit` makes them permanent once the loss has proved finite, `discard` forgets them.
 *
 * It holds tensors: call `dispose` at the end.
 */
export class MovingFeatureMeans {
  readonly numClasses: number;
  readonly numFeatures: number;
  readonly decay: number;
  readonly gradient: 'straight-through' | 'scaled';
  #committed: FeatureCenters;
  #prepared: FeatureCenters | undefined;

  /** @throws RangeError when an option is out of its range. */
  constructor(options: MovingFeatureMeansOptions) {
    const { numClasses, numFeatures, decay = 0.9, gradient = 'straight-through' } = options;
    for (const [name, value] of Object.entries({ numClasses, numFeatures })) {
      if (!(Number.isInteger(value) && value >= 1)) {
        throw new RangeError(`MovingFeatureMeans: ${name}: expected an integer >= 1, got ${value}.`);
      }
    }
    if (!(decay >= 0 && decay < 1)) {
      throw new RangeError(`MovingFeatureMeans: decay: expected a number in [0, 1), got ${decay}.`);
    }
    if (!['straight-through', 'scaled'].includes(gradient)) {
      throw new RangeError(
        `MovingFeatureMeans: gradient: expected 'straight-through' or 'scaled', got '${gradient}'.`,
      );
    }
    this.numClasses = numClasses;
    this.numFeatures = numFeatures;
    this.decay = decay;
    this.gradient = gradient;
    this.#committed = {
      centers: tf.keep(tf.zeros([numClasses, numFeatures])),
      numUpdates: new Int32Array(numClasses),
    };
  }

  /**
   * The centres that include this batch. Changes nothing but what the next `commit` makes permanent; replaces what
   * was prepared and not committed. Works inside the closure of `tf.variableGrads`.
   * @param features - f_C of a batch, shape `[B, F]`.
   * @param classIds - Their classes, length B; may be left out when there is one class. Prefer an array: a tensor
   *   is read back synchronously, which WebGPU may refuse.
   * @returns Valid until the next `prepare`, `commit`, `discard` or `dispose`; not to be disposed by the caller.
   * @throws {ShapeError} when the shapes disagree; RangeError when a class id is out of range.
   */
  prepare(features: tf.Tensor2D, classIds?: ClassIds): FeatureCenters {
    assertShape('MovingFeatureMeans.prepare: features', features, ['B', this.numFeatures]);
    const [numSamples] = features.shape;
    if (classIds === undefined && this.numClasses !== 1) {
      throw new TypeError('MovingFeatureMeans.prepare: classIds: expected them for more than one class.');
    }
    const ids_B = readClassIds(
      'MovingFeatureMeans.prepare: classIds',
      classIds ?? new Int32Array(numSamples),
      numSamples,
      this.numClasses,
    );
    const numInBatch_K = new Int32Array(this.numClasses);
    for (const id of ids_B) numInBatch_K[id] = (numInBatch_K[id] ?? 0) + 1;
    const numUpdates = this.#committed.numUpdates.map(
      (count, id) => count + Math.min(1, numInBatch_K[id] ?? 0),
    );
    /** a_n of the classes in the batch, 0 of the others. */
    const rate_K = Float32Array.from(numUpdates, (count, id) =>
      (numInBatch_K[id] ?? 0) > 0 ? (1 - this.decay) / (1 - this.decay ** count) : 0,
    );
    const averaging = (layout: 'KB' | 'BK', scaleOf: (id: number) => number): tf.Tensor2D =>
      averagingMatrix(layout, ids_B, numInBatch_K, scaleOf);
    const rateOf = (id: number): number => rate_K[id] ?? NaN;
    const old_KF = this.#committed.centers;
    const centers = withGradient([features], () => {
      const kept_K1 = tf.tensor2d(
        rate_K.map((rate) => 1 - rate),
        [this.numClasses, 1],
      );
      return {
        value: tf.add<tf.Tensor2D>(tf.mul(old_KF, kept_K1), tf.matMul(averaging('KB', rateOf), features)),
        saved: [],
        backward: (dy) => [tf.matMul(averaging('BK', this.gradient === 'scaled' ? rateOf : () => 1), dy)],
      };
    });
    this.discard();
    this.#prepared = { centers: tf.keep(centers), numUpdates };
    return this.#prepared;
  }

  /** Makes the prepared centres permanent. Throws when none are prepared. */
  commit(): void {
    if (!this.#prepared)
      throw new Error('MovingFeatureMeans.commit: expected a prepare() before it, got none.');
    this.#committed.centers.dispose();
    this.#committed = this.#prepared;
    this.#prepared = undefined;
  }

  /** Forgets the prepared centres, if there are any; the permanent ones stay as they are. */
  discard(): void {
    this.#prepared?.centers.dispose();
    this.#prepared = undefined;
  }

  /** The permanent centres. Valid until the next `commit`, `restore` or `dispose`; not to be disposed by the caller. */
  read(): FeatureCenters {
    return this.#committed;
  }

  /** The permanent centres as plain arrays, for a checkpoint. */
  async state(): Promise<MovingFeatureMeansState> {
    const { centers, numUpdates } = this.#committed;
    return { centers: Float32Array.from(await centers.data()), numUpdates: numUpdates.slice() };
  }

  /**
   * Replaces the permanent centres by those of `state()`; discards prepared ones.
   * @throws RangeError when a length does not fit or a value is not finite; then nothing changes.
   */
  restore({ centers, numUpdates }: MovingFeatureMeansState): void {
    const expectLength = (name: string, { length }: ArrayLike<number>, expected: number): void => {
      if (length !== expected) {
        throw new RangeError(
          `MovingFeatureMeans.restore: ${name}: expected ${expected} values, got ${length}.`,
        );
      }
    };
    expectLength('centers', centers, this.numClasses * this.numFeatures);
    expectLength('numUpdates', numUpdates, this.numClasses);
    if (!centers.every(Number.isFinite)) {
      throw new RangeError('MovingFeatureMeans.restore: centers: expected finite values.');
    }
    if (!numUpdates.every((count) => Number.isInteger(count) && count >= 0)) {
      throw new RangeError('MovingFeatureMeans.restore: numUpdates: expected integers >= 0.');
    }
    this.discard();
    this.#committed.centers.dispose();
    this.#committed = {
      centers: tf.keep(tf.tensor2d(centers.slice(), [this.numClasses, this.numFeatures])),
      numUpdates: Int32Array.from(numUpdates),
    };
  }

  /** Frees its tensors; it must not be used afterwards. */
  dispose(): void {
    this.discard();
    this.#committed.centers.dispose();
  }
}
