import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildGenerator, type Generator } from '@cvg/nets';
import * as tf from '@tensorflow/tfjs-core';
import { iterate } from './algorithm-1.js';
import type { Checkpoint } from './checkpoint-store.js';
import type { CheckpointEvent, Losses, TrainEvent } from './events.js';
import { FeatureMeans } from './feature-means.js';
import { gradientNorms, type GradientNorms } from './gradient-norms.js';
import { Optimizer, updateRule } from './optimizer.js';
import { RECIPES, type Recipe } from './recipes.js';
import type { RunFolder } from './run-folder.js';
import {
  buildTrainedNetworks,
  generatorSpec,
  networkEntries,
  type TrainedNetworks,
} from './trained-networks.js';
import { resolveTrainingConfig, type TrainingConfig, type TrainingOptions } from './training-config.js';
import type { TrainingBatch, TrainingSource } from './training-data.js';
import { restoreTraining, trainingFiles } from './training-files.js';
import type { TrainingState } from './training-state.js';

export interface RunOptions {
  /** Batches of the config's size. */
  readonly source: TrainingSource;
  /** How many steps there are in all: the run ends when `trainer.step` has reached it. */
  readonly steps: number;
  /** Where losses are logged and checkpoints written; without one nothing is written. */
  readonly folder?: RunFolder;
  /** A step of so many is logged. @default 10 */
  readonly logEvery?: number;
  /** After so many steps a checkpoint is written; after the last one always. @default 500 */
  readonly checkpointEvery?: number;
  /** Judges the networks at a checkpoint, higher is better: the best one is kept beside the last ones. */
  readonly score?: () => Promise<number>;
  /**
   * Whether steps tell, and the log keeps as `gradientNorm/generator` ..., how strong the gradients of each network were. An engine that
   * fuses the step of small perceptrons then takes it op by op, which rounds otherwise. @default false
   */
  readonly gradientNorms?: boolean;
  /** Ends the run after the current step, with a checkpoint. */
  readonly signal?: AbortSignal;
}

/**
 * Trains the networks of a recipe by Algorithm 1. Prints nothing. It holds tensors: call `dispose` at the end.
 *
 * The same config, batches and engine give the same losses, also across a checkpoint.
 */
export class Trainer {
  readonly config: TrainingConfig;
  readonly recipe: Recipe;
  readonly networks: TrainedNetworks;
  /** G with averaged weights, for samples; equal to G before the first step. */
  readonly averagedGenerator: Generator;
  readonly #state: TrainingState;
  #step = 0;

  /** @throws RangeError when an option is out of its range; the message names it. */
  constructor(options: TrainingOptions | TrainingConfig) {
    this.config = resolveTrainingConfig(options);
    this.recipe = RECIPES[this.config.recipe];
    this.networks = buildTrainedNetworks(this.config, this.recipe);
    this.averagedGenerator = buildGenerator(generatorSpec(this.config, this.recipe));
    const { config, recipe, networks, averagedGenerator } = this;
    const rule = updateRule(config.optimizer);
    this.#state = {
      ...{ config, recipe, networks, averagedGenerator },
      optimizers: new Map(
        networkEntries(networks).map(([name, network]) => [name, new Optimizer(network.trainable, rule)]),
      ),
      means: new FeatureMeans(config, networks),
    };
  }

  /** How many steps have been taken. */
  get step(): number {
    return this.#step;
  }

  /**
   * One iteration of Algorithm 1.
   * @param batch - x_r and c_r.
   * @returns The losses before the update.
   * @throws {NonFiniteLossError} before anything has changed.
   */
  async trainStep(batch: TrainingBatch): Promise<Losses> {
    const losses = await iterate(this.#state, batch, this.#step + 1);
    this.#step++;
    return losses;
  }

  async #measuredStep(batch: TrainingBatch): Promise<[Losses, GradientNorms]> {
    let norms: GradientNorms = {};
    const losses = await iterate(this.#state, batch, this.#step + 1, async (gradients) => {
      norms = await gradientNorms(this.networks, gradients);
    });
    this.#step++;
    return [losses, norms];
  }

  /**
   * Trains until `steps` steps have been taken, and tells of each. The networks may be used between two events. Breaking out of
   * the loop ends the run without a checkpoint; `signal` ends it with one.
   * @throws {NonFiniteLossError} with the weights and the checkpoints as they were before that step.
   */
  async *run(options: RunOptions): AsyncGenerator<TrainEvent, void> {
    const { source, steps, folder, logEvery = 10, checkpointEvery = 500, score, signal } = options;
    for (const [name, value] of Object.entries({ steps, logEvery, checkpointEvery })) {
      if (!(Number.isInteger(value) && value >= 1)) {
        throw new RangeError(`Trainer.run: ${name}: expected an integer >= 1, got ${value}.`);
      }
    }
    let saved = this.#step;
    const save = async function* (trainer: Trainer): AsyncGenerator<CheckpointEvent, void> {
      if (folder === undefined || saved === trainer.step) return;
      const value = await score?.();
      const info = await folder.checkpoints.write(await trainer.checkpoint(source, value));
      saved = trainer.step;
      yield { type: 'checkpoint', step: info.step, folder: info.folder, score: value };
    };
    while (this.#step < steps && signal?.aborted !== true) {
      const start = performance.now();
      const batch = await source.next();
      const [losses, norms] = options.gradientNorms
        ? await this.#measuredStep(batch)
        : [await this.trainStep(batch)];
      const seconds = (performance.now() - start) / 1000;
      if (folder && (this.#step % logEvery === 0 || this.#step === steps)) {
        const series = { ...losses, ...normSeries(norms), imagesPerSecond: this.config.batchSize / seconds };
        await folder.log({ ...series, step: this.#step });
      }
      const { numTensors } = tf.memory();
      yield { type: 'step', step: this.#step, losses, gradientNorms: norms, seconds, numTensors };
      if (this.#step % checkpointEvery === 0) yield* save(this);
      await nextTurn(); // lets signals and timers in: on some engines no await above leaves the current turn
    }
    yield* save(this);
    yield { type: 'end', step: this.#step, reason: this.#step >= steps ? 'finished' : 'aborted' };
  }

  /**
   * The whole state as files, for a `CheckpointStore`.
   * @param source - Its position becomes part of the state.
   * @param score - Higher is better.
   */
  async checkpoint(source: Pick<TrainingSource, 'state'>, score?: number): Promise<Checkpoint> {
    const files = await trainingFiles(this.#state, { step: this.#step, source: source.state() });
    return { step: this.#step, files, ...(score !== undefined && { score }) };
  }

  /**
   * Goes back to a checkpoint of a trainer with the same config: the next step is the one that followed it.
   * @param source - Goes back to its position, too.
   */
  restore({ files }: Pick<Checkpoint, 'files'>, source: Pick<TrainingSource, 'restore'>): void {
    const position = restoreTraining(this.#state, files);
    source.restore(position.source);
    this.#step = position.step;
  }

  /** Frees networks, optimisers and means. */
  dispose(): void {
    for (const [, network] of networkEntries(this.networks)) network.dispose();
    for (const optimizer of this.#state.optimizers.values()) optimizer.dispose();
    this.averagedGenerator.dispose();
    this.#state.means.dispose();
  }
}

/** Names in the log: `gradientNorm/generator`, ... */
const normSeries = (norms: GradientNorms = {}): Record<string, number> =>
  Object.fromEntries(Object.entries(norms).map(([name, norm]) => [`gradientNorm/${name}`, norm]));
