import * as tf from '@tensorflow/tfjs-core';
import { drawStep } from './step-draws.js';
import { hasEncoder } from './recipes.js';
import type { TrainingConfig } from './training-config.js';
import type { TrainingBatch } from './training-data.js';
import type { TrainingState } from './training-state.js';

/** Everything one step of Algorithm 1 works on. */
export interface StepInputs {
  /** x_r, `[B, H, W, C]` or `[B, dataSize]`. */
  readonly real: tf.Tensor4D | tf.Tensor2D;
  /** c_r as ids, `[B]`. */
  readonly realIds: Int32Array;
  /** c_r as vectors, `[B, K]`; undefined for a method that knows no classes. */
  readonly realClasses: tf.Tensor2D | undefined;
  /** r of Section 3.3, `[B, Z]`; undefined without an encoder. */
  readonly noise: tf.Tensor2D | undefined;
  /** z_p, `[B, Z]`. */
  readonly priorLatents: tf.Tensor2D;
  /** c_p as ids, `[B]`. */
  readonly priorIds: Int32Array;
  /** c_p as vectors, `[B, K]`. */
  readonly priorClasses: tf.Tensor2D | undefined;
  /** Of C's dropout masks. */
  readonly dropoutSeed: number;
  /** All tensors above; the caller disposes them. */
  readonly tensors: tf.Tensor[];
}

/** Lines 2 and 7: a batch of real data, and the random numbers of a step. */
export function stepInputs(
  { config, recipe }: Pick<TrainingState, 'config' | 'recipe'>,
  batch: TrainingBatch,
  step: number,
): StepInputs {
  assertBatch(config, batch);
  const { batchSize, numClasses, networks } = config;
  const { images, labels, shape } = batch;
  const draws = drawStep(config, hasEncoder(recipe), step, labels);
  const latents = (values: Float32Array): tf.Tensor2D =>
    tf.tensor2d(values, [batchSize, networks.latentSize]);
  const classes = (ids: Int32Array): tf.Tensor2D | undefined =>
    recipe.conditional ? tf.tensor2d(oneHot(ids, numClasses), [batchSize, numClasses]) : undefined;
  const inputs = {
    real: tf.tensor<tf.Rank>(images, shape.slice()) as tf.Tensor4D | tf.Tensor2D,
    realClasses: classes(labels),
    noise: draws.noise && latents(draws.noise),
    priorLatents: latents(draws.priorLatents),
    priorClasses: classes(draws.priorClasses),
  };
  return {
    ...inputs,
    ...{ realIds: labels, priorIds: draws.priorClasses, dropoutSeed: draws.dropoutSeed },
    tensors: Object.values(inputs).filter((tensor) => tensor !== undefined),
  };
}

function oneHot(ids: Int32Array, numClasses: number): Float32Array {
  const rows = new Float32Array(ids.length * numClasses);
  ids.forEach((id, row) => (rows[row * numClasses + id] = 1));
  return rows;
}

/** The shape of one sample. */
export function sampleShape({ networks }: Pick<TrainingConfig, 'networks'>): number[] {
  return networks.kind === 'mlp'
    ? [networks.dataSize]
    : [networks.imageSize, networks.imageSize, networks.channels];
}

/** A source is somebody else's code: says what is wrong with its batch before a kernel does. */
function assertBatch(config: TrainingConfig, { images, labels, shape }: TrainingBatch): void {
  const { batchSize, numClasses } = config;
  const expected = [batchSize, ...sampleShape(config)];
  const size = expected.reduce((product, extent) => product * extent, 1);
  if (shape.join(',') !== expected.join(',') || images.length !== size) {
    throw new RangeError(
      `Trainer: batch: expected shape [${expected.join(',')}], got [${shape.join(',')}] with ${images.length} numbers.`,
    );
  }
  const outside =
    config.networks.kind === 'image' ? images.find((value) => Math.abs(value) > 1.001) : undefined;
  if (outside !== undefined) {
    throw new RangeError(
      `Trainer: batch.images: expected values in [-1, 1], got ${outside}; a byte becomes byte / 127.5 - 1.`,
    );
  }
  if (numClasses === 0) return;
  const wrong = labels.find((id) => !(id >= 0 && id < numClasses));
  if (wrong !== undefined || labels.length !== batchSize) {
    throw new RangeError(
      `Trainer: batch.labels: expected ${batchSize} integers in [0, ${numClasses}), got ${labels.length}${wrong === undefined ? '' : ` with ${wrong}`}.`,
    );
  }
}
