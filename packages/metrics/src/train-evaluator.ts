import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core's ops
import * as tf from '@tensorflow/tfjs-core';
import { Adam } from './adam.js';
import { augmentImages, type Augmentation } from './augmentation.js';
import { forwardTraining, type BatchStatistics } from './evaluator-forward.js';
import { evaluatorWeightShapes } from './evaluator-network.js';
import { resolveEvaluatorSpec, type EvaluatorArchitecture, type EvaluatorSpec } from './evaluator-spec.js';
import { initialWeights, weightOf } from './evaluator-weights.js';
import { Evaluator, fingerprint } from './evaluator.js';
import { FUSED, hasKernel, runKernel } from './fused-kernels.js';
import { googLeNetFeatureSize } from './googlenet-channels.js';
import { assertImageBatch, type ImageBatch, type ImageBatchSource, type ImageSet } from './image-batch.js';
import { assertSeed, seededUniform } from './random.js';
import type { TopOneResult } from './top-one-accuracy.js';

export interface TrainEvaluatorOptions {
  /** Real images to learn from; its batch size is the batch size. */
  readonly source: ImageBatchSource;
  /** Real images that `source` never gives; the accuracy reported is measured on all of them, once, at the end. */
  readonly heldOut: ImageSet;
  /** Seed of initial weights and augmentation. */
  readonly seed: number;
  /** How many batches are learned from. @default 1000 */
  readonly steps?: number;
  /**
   * Stops after this many seconds even if fewer steps were taken; the learning rate then falls with the time instead of the
   * steps. A run that this cuts short is not repeatable. @default Infinity
   */
  readonly maxSeconds?: number;
  /** Adam's rate at the beginning; it falls to 0 along a half cosine. @default 5e-3 */
  readonly learningRate?: number;
  /** `'googlenet'` is the paper's, `'strided-convnet'` many times as quick. @default 'strided-convnet' */
  readonly architecture?: EvaluatorArchitecture;
  /** Channels of the first convolution, @default 16; of `'googlenet'` the factor of the paper's channels, @default 0.25. */
  readonly width?: number;
  /** F, the size of the features, @default 128; that of `'googlenet'` follows from `width`, 256 for 0.25. */
  readonly featureSize?: number;
  /** Random shift of each training image, in pixels. @default a thirty-second of the shorter side */
  readonly maxShift?: number;
  /** Mirrors half of the training images; not for digits or letters. @default false */
  readonly flip?: boolean;
  /** Stops the training with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Progress of {@link trainEvaluator}. */
export type TrainEvaluatorEvent = EvaluatorStepEvent | EvaluatorTrainedEvent;

/** After every step. */
export interface EvaluatorStepEvent {
  readonly type: 'step';
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /** Cross-entropy of the batch, in nats. */
  readonly loss: number;
  readonly learningRate: number;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/** The last event. */
export interface EvaluatorTrainedEvent {
  readonly type: 'trained';
  /** Belongs to the receiver, who disposes it. */
  readonly evaluator: Evaluator;
  /** On the held-out images. */
  readonly heldOut: TopOneResult;
  readonly steps: number;
  readonly seconds: number;
}

const marker = Symbol.for('@cvg/metrics.EvaluatorLossError');

/** The loss of an evaluator was not a finite number. */
export class EvaluatorLossError extends Error {
  override readonly name = 'EvaluatorLossError';
  readonly [marker] = true;

  constructor(
    readonly step: number,
    readonly loss: number,
  ) {
    super(`trainEvaluator: the loss of step ${step} is ${loss}; the learning rate may be too high.`);
  }

  /** Whether `error` is an EvaluatorLossError, also one of another copy of this package. */
  static isInstance(error: unknown): error is EvaluatorLossError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}

/** Share of the old value that a moving statistic keeps; less in the first steps, which start as a plain mean. */
const STATISTICS_MOMENTUM = 0.95;
/** The event loop gets a turn this often, for timers and signals. */
const BREATHE_MILLISECONDS = 50;

/**
 * Trains the independent classifier of Section 5.2 that judges generated images: on real images only, and never part of
 * the training of what it judges. Either GoogLeNet, as in the paper, or a small convolutional network (stride-2 3x3 convolutions, a dense
 * layer of F features), batch norm after each convolution; a dense layer of K logits; softmax cross-entropy, Adam, random shifts.
 * Deviation: the paper's GoogLeNet is pre-trained.
 *
 * Yields an event a step and ends with `trained`, which carries the evaluator. The same seed and the same batches give the
 * same evaluator on the same engine. Leaving the loop early frees everything.
 * @param options - A source of real training images, held-out ones, the seed, and how long to train.
 * @returns Events: one `step` a step, then `trained`.
 * @throws EvaluatorLossError before a non-finite loss changes any weight.
 * @throws RangeError - An option, or the shape of a batch, is out of its range.
 */
export async function* trainEvaluator(
  options: TrainEvaluatorOptions,
): AsyncGenerator<TrainEvaluatorEvent, void> {
  const { spec, steps, maxSeconds, learningRate, augmentation } = resolveOptions(options);
  const { source, heldOut, seed, signal } = options;
  const weights = initialWeights(spec, seed);
  const trainable = evaluatorWeightShapes(spec)
    .filter((shape) => shape.trainable)
    .map(({ name }) => weightOf(weights, name));
  const adam = new Adam(trainable);
  const uniform = seededUniform(seed ^ 0x5bd1e995);
  const start = performance.now();
  const elapsed = (): number => (performance.now() - start) / 1000;
  let step = 0;
  let images = 0;
  let lastBreath = performance.now();
  let handedOver = false;
  try {
    while (step < steps && elapsed() < maxSeconds) {
      signal?.throwIfAborted();
      const progress = Math.max(step / steps, elapsed() / maxSeconds);
      const rate = (learningRate * (1 + Math.cos(Math.PI * progress))) / 2;
      const batch = await source.next();
      assertBatchOf(spec, batch);
      step += 1;
      images += batch.shape[0];
      const loss = await learn(batch, rate);
      const seconds = elapsed();
      yield {
        type: 'step',
        step,
        steps,
        loss,
        learningRate: rate,
        seconds,
        imagesPerSecond: images / seconds,
      };
      if (performance.now() - lastBreath > BREATHE_MILLISECONDS) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        lastBreath = performance.now();
      }
    }
    const hash = await fingerprint(spec, weights);
    const unmeasured = new Evaluator(spec, weights, { hash, heldOut: { accuracy: NaN, n: 0 } });
    const result = await unmeasured.topOneAccuracy(heldOut);
    const evaluator = new Evaluator(spec, weights, {
      hash,
      heldOut: { accuracy: result.accuracy, n: result.n },
    });
    handedOver = true;
    yield { type: 'trained', evaluator, heldOut: result, steps: step, seconds: elapsed() };
  } finally {
    adam.dispose();
    if (!handedOver) tf.dispose([...weights.values()]);
  }

  async function learn(batch: ImageBatch, rate: number): Promise<number> {
    let statistics: BatchStatistics = new Map();
    const { value, grads } = tf.variableGrads(() => {
      const x = tf.tensor4d(augmentImages(batch, augmentation, uniform), [...batch.shape]);
      const forward = forwardTraining(spec, weights, x);
      statistics = forward.statistics;
      for (const statistic of statistics.values()) tf.keep(statistic);
      const targets = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), spec.numClasses);
      return tf.neg<tf.Scalar>(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(forward.logits)), 1)));
    }, trainable);
    try {
      const [loss = NaN] = await value.data();
      if (!Number.isFinite(loss)) throw new EvaluatorLossError(step, loss);
      adam.apply(grads, rate);
      const momentum = Math.min(STATISTICS_MOMENTUM, 1 - 1 / step);
      tf.tidy(() => {
        for (const [name, statistic] of statistics) {
          const moving = weightOf(weights, name);
          moving.assign(movingAverage(moving, statistic, momentum));
        }
      });
      return loss;
    } finally {
      tf.dispose([value, grads, ...statistics.values()]);
    }
  }
}

/** `momentum average + (1 - momentum) value`. */
function movingAverage(average: tf.Tensor, value: tf.Tensor, momentum: number): tf.Tensor {
  const add = 1 - momentum;
  if (!hasKernel(FUSED.movingAverage)) return tf.add(tf.mul(average, momentum), tf.mul(value, add));
  const [moved = average] = runKernel(FUSED.movingAverage, { average, value }, { keep: momentum, add });
  return moved;
}

interface ResolvedOptions {
  readonly spec: EvaluatorSpec;
  readonly steps: number;
  readonly maxSeconds: number;
  readonly learningRate: number;
  readonly augmentation: Augmentation;
}

function resolveOptions(options: TrainEvaluatorOptions): ResolvedOptions {
  const { source, seed, steps = 1000, maxSeconds = Infinity, learningRate = 5e-3 } = options;
  const { architecture = 'strided-convnet' } = options;
  const width = options.width ?? (architecture === 'googlenet' ? 0.25 : 16);
  const followed = architecture === 'googlenet' ? googLeNetFeatureSize(width) : 128;
  const { imageShape, numClasses } = source;
  const featureSize = options.featureSize ?? followed;
  const spec = resolveEvaluatorSpec({ architecture, imageShape, numClasses, width, featureSize });
  const shorterSide = Math.min(spec.imageShape[0], spec.imageShape[1]);
  const { maxShift = Math.round(shorterSide / 32), flip = false } = options;
  assertSeed('trainEvaluator: seed', seed);
  if (!Number.isSafeInteger(steps) || steps < 1) {
    throw new RangeError(`trainEvaluator: steps must be an integer >= 1, got ${steps}.`);
  }
  if (!(maxSeconds > 0)) throw new RangeError(`trainEvaluator: maxSeconds must be > 0, got ${maxSeconds}.`);
  if (!(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new RangeError(`trainEvaluator: learningRate must be a finite number > 0, got ${learningRate}.`);
  }
  if (!Number.isSafeInteger(maxShift) || maxShift < 0 || maxShift >= shorterSide) {
    throw new RangeError(
      `trainEvaluator: maxShift must be an integer in [0, ${shorterSide}), got ${maxShift}.`,
    );
  }
  return { spec, steps, maxSeconds, learningRate, augmentation: { maxShift, flip } };
}

function assertBatchOf(spec: EvaluatorSpec, batch: ImageBatch): void {
  assertImageBatch('trainEvaluator: batch', batch);
  if (batch.shape.slice(1).join() !== spec.imageShape.join() || batch.shape[0] < 2) {
    throw new RangeError(
      `trainEvaluator: batch: expected shape [B,${spec.imageShape.join(',')}] with B >= 2, got [${batch.shape.join(',')}].`,
    );
  }
  for (const [index, label] of batch.labels.entries()) {
    if (label < 0 || label >= spec.numClasses) {
      throw new RangeError(
        `trainEvaluator: labels: expected integers in [0, ${spec.numClasses}), got ${label} at ${index}.`,
      );
    }
  }
}
