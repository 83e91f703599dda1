import type { Progress } from '@cvg/cli';
import type { Point } from '@cvg/report';
import {
  resumeTraining,
  RunExistsError,
  RunFolder,
  Trainer,
  type JsonObject,
  type RecipeName,
  type RunContents,
  type TrainingOptions,
} from '@cvg/train';
import * as tf from '@tensorflow/tfjs-core';
import { RING, RingSource } from './ring-data.js';
import { isSnapshot, writeSnapshot } from './snapshots.js';

/** The methods of Figure 4, in its order. */
export const METHODS = ['gan', 'wgan', 'fm-gan'] as const satisfies readonly RecipeName[];
export type Method = (typeof METHODS)[number];

/** Points of a snapshot. */
const NUM_POINTS = 1000;
/** Of the latents of all snapshots. TensorFlow.js takes a seed of 0 for none. */
const NOISE_SEED = 1;
/** Iterations from one logged to the next, and from one checkpoint to the next. */
const [LOG_EVERY, CHECKPOINT_EVERY] = [1000, 50_000];

/** Iterations from one line of progress to the next. */
const UPDATE_EVERY = 100;

/** The settings of Section 4, the same for all methods. The paper gives neither batch nor latent size. */
const settings = (method: Method, seed: number): TrainingOptions => ({
  recipe: method,
  numClasses: 0,
  networks: { kind: 'mlp', dataSize: 2, latentSize: 2, hiddenSizes: [32, 64, 64] },
  optimizer: { name: 'rmsprop', learningRate: 5e-5 },
  batchSize: 64,
  seed,
});

export interface TrainOnRingOptions {
  readonly method: Method;
  /** Iterations in all. */
  readonly steps: number;
  readonly seed: number;
  /** What computes; a run stays on its engine, since another rounds differently. */
  readonly engine: string;
  /** Of the run, made if it does not exist. */
  readonly folder: string;
  readonly progress: Progress;
  /** Ends the training after the current iteration, with a checkpoint. */
  readonly signal: AbortSignal;
}

/**
 * Trains a method until it has seen `steps` batches, from its newest checkpoint if there is one. Log, checkpoints and snapshots of
 * what it generates go to its folder.
 * @returns Where it stands, and whether that is where it should.
 */
export async function trainOnRing(
  options: TrainOnRingOptions,
): Promise<{ readonly step: number; readonly finished: boolean }> {
  const { method, steps, seed, engine, progress, signal } = options;
  const trainer = new Trainer(settings(method, seed));
  const source = new RingSource(trainer.config.batchSize, seed);
  const latents: [number, number] = [NUM_POINTS, trainer.config.networks.latentSize];
  const noise = tf.randomNormal<tf.Rank.R2>(latents, 0, 1, 'float32', NOISE_SEED);
  const config = asJson({ engine, ring: RING, training: trainer.config });
  const folder = await openOrCreate(options.folder, { config, classes: [] });
  try {
    const { step: first, damaged } = await resumeTraining(trainer, folder, source);
    for (const { reason } of damaged) progress.note(`A damaged checkpoint was passed over: ${reason}`);
    const name = `${method} with seed ${seed}`;
    if (first >= steps) progress.note(`${name} is trained already (${first} iterations).`);
    else if (first > 0) progress.note(`${name} goes on after iteration ${first}.`);
    const keepPoints = async (): Promise<void> =>
      writeSnapshot(options.folder, trainer.step, await generatedPoints(trainer, noise));
    if (first === 0) await keepPoints();
    const total = Math.max(steps, first);
    const task = progress.task({
      title: `${method.padEnd(6)} seed ${seed}`,
      total,
      done: first,
      unit: 'iterations',
    });
    let finished = false;
    try {
      for await (const event of trainer.run({
        ...{ source, steps, folder, signal, logEvery: LOG_EVERY, checkpointEvery: CHECKPOINT_EVERY },
      })) {
        if (event.type === 'end') finished = event.reason === 'finished';
        if (event.type !== 'step') continue;
        const isLast = event.step === steps;
        if (isLast || event.step % UPDATE_EVERY === 0) task.update(event.step);
        if (isLast || isSnapshot(event.step)) await keepPoints();
      }
    } finally {
      task.end();
    }
    return { step: trainer.step, finished };
  } finally {
    await folder.close();
    noise.dispose();
    trainer.dispose();
  }
}

async function openOrCreate(folder: string, contents: RunContents): Promise<RunFolder> {
  try {
    return await RunFolder.create(folder, contents);
  } catch (error) {
    if (!RunExistsError.isInstance(error)) throw error;
    return RunFolder.open(folder, contents);
  }
}

/** G itself, not its average: what the figure of the paper shows. */
async function generatedPoints({ networks }: Trainer, noise: tf.Tensor2D): Promise<Point[]> {
  const generated = tf.tidy(() => networks.generator.generate(noise, undefined)) as tf.Tensor2D;
  try {
    return (await generated.array()) as [number, number][];
  } finally {
    generated.dispose();
  }
}

const asJson = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;
