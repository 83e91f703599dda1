import { isAbsolute, join, relative, resolve } from 'node:path';
import type { EngineChoice } from '@cvg/backend';
import type { Crop, PreparedData } from '@cvg/data';
import {
  FolderLock,
  recipeNames,
  RECIPES,
  resolveTrainingConfig,
  RunFolder,
  type JsonObject,
  type RecipeName,
  type TrainingConfig,
  type TrainingOptions,
} from '@cvg/train';
import { RunError } from '../errors.js';
import { plural } from '../ui/format.js';
import { silentProgress, type Progress } from '../ui/progress.js';
import { openRun, runExists, type Run } from './open-run.js';
import { prepareForTraining } from './prepare-for-training.js';
import type { RunConfig } from './run-config.js';
import { startEngine } from './start-engine.js';

/** What the paper leaves open: weights of loss terms, optimiser, statistics, ... */
export type TrainingChoices = Omit<
  TrainingOptions,
  'version' | 'recipe' | 'numClasses' | 'networks' | 'batchSize' | 'seed'
>;

export interface CreateRunOptions {
  /** A folder of photos (one folder a class, or a known data set), of idx files, or a prepared folder. */
  readonly data: string;
  /** The run's folder. */
  readonly out: string;
  /** Side of the images in pixels. @default 64 */
  readonly size?: 32 | 64 | 128;
  /** Photos only: 3 colour, 1 grey. @default 3 */
  readonly channels?: 1 | 3;
  /** Photos only: what part becomes the image. @default the mask, the face of a set of faces, else the centre */
  readonly crop?: Crop;
  /** @default 'cvae-gan' */
  readonly recipe?: RecipeName;
  /** Choices of the training that differ from the defaults of `@cvg/train`. */
  readonly training?: TrainingChoices;
  /** Steps the run is planned for. @default 5000 */
  readonly steps?: number;
  /** Images of a step. @default 64 */
  readonly batchSize?: number;
  /** Share of the paper's numbers of channels. @default 0.25 */
  readonly width?: number;
  /** Z. @default 64 */
  readonly latentSize?: number;
  /** Of weights, order and draws. @default 0 */
  readonly seed?: number;
  /** @default 'auto' */
  readonly engine?: EngineChoice;
  /** Mirrors half of the images. @default true for photos, false otherwise */
  readonly flip?: boolean;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Prepares the data, resolves the configuration and creates the folder of a run. Photos and idx files are prepared into its
 * folder `data`; a prepared folder is used where it is.
 * @param options - The data, the folder, and how to train.
 * @returns The run; close its `folder` at the end.
 * @throws RangeError - An option is out of its range; the message names it.
 * @throws RunError - The folder holds a run already, or the data has too few classes for the recipe.
 * @throws FolderLockedError - Another process is making a run there.
 */
export async function createRun(options: CreateRunOptions): Promise<Run> {
  const { data: from, out, size = 64, channels, crop, steps = 5000, engine = 'auto' } = options;
  const { progress = silentProgress, signal } = options;
  assertChoices(options);
  trainingOf(options, { numClasses: 2, channels: 3 }); // bad options are told before photos are prepared
  if (await runExists(out)) {
    throw new RunError(out, 'already holds a run; go on with it (cvg resume), or choose another folder');
  }
  const { name } = await startEngine(engine);
  const lock = await FolderLock.take(out); // another process that makes this run would replace the data
  const prepared = await prepareForTraining({
    ...{ from, out: join(out, 'data'), size, channels, crop, progress, signal },
  }).finally(() => lock.release());
  const { data, kind } = prepared;
  try {
    const classes = learnedClasses(data, progress);
    const config: RunConfig = {
      ...{ version: 1, engine: name, steps },
      data: {
        folder: dataFolder(out, data.folder),
        fingerprint: data.fingerprint,
        order: 'class-balanced',
        flip: options.flip ?? (kind === 'class-folders' || kind === 'records'),
      },
      training: trainingOf(options, {
        numClasses: classesOf(from, classes, options),
        channels: channelsOf(data),
      }),
    };
    const folder = await RunFolder.create(out, { config: asJson(config), classes });
    return { folder, config };
  } finally {
    await data.close();
  }
}

/**
 * The run in a folder, or a new one: {@link createRun}. A run that is there must have the configuration that is asked for; the
 * planned number of steps may differ, and so may the engine where `'auto'` is asked for.
 * @param options - As of {@link createRun}.
 * @returns The run; close its `folder` at the end.
 * @throws ConfigMismatchError - It has another one; every field that differs is named.
 */
export async function openOrCreateRun(options: CreateRunOptions): Promise<Run> {
  if (!(await runExists(options.out))) return createRun(options);
  const { folder, config } = await openRun(options.out);
  const { numClasses, networks } = config.training;
  const { flip = config.data.flip, engine = 'auto' } = options;
  const channels = networks.kind === 'image' ? networks.channels : 3;
  const expected = {
    ...config,
    engine: engine === 'auto' ? config.engine : engine,
    data: { ...config.data, flip },
    training: trainingOf(options, { numClasses, channels }),
  };
  await folder.close();
  return { folder: await RunFolder.open(options.out, { config: asJson(expected) }), config };
}

/** What a program without types may get wrong, by the names it used. */
function assertChoices({ size = 64, recipe = 'cvae-gan' }: CreateRunOptions): void {
  const sizes = [32, 64, 128];
  if (!sizes.includes(size)) {
    throw new RangeError(`createRun: size must be one of ${sizes.join(', ')}, got ${size}.`);
  }
  if (!(recipeNames as readonly string[]).includes(recipe)) {
    throw new RangeError(`createRun: recipe must be one of ${recipeNames.join(', ')}, got ${recipe}.`);
  }
}

function trainingOf(
  {
    recipe = 'cvae-gan',
    seed = 0,
    batchSize = 64,
    size = 64,
    latentSize = 64,
    width = 0.25,
    training,
  }: CreateRunOptions,
  { numClasses, channels }: { readonly numClasses: number; readonly channels: 1 | 3 },
): TrainingConfig {
  return resolveTrainingConfig({
    ...training,
    ...{ recipe, seed, batchSize, numClasses: RECIPES[recipe].conditional ? numClasses : 0 },
    networks: { kind: 'image', imageSize: size, channels, latentSize, width },
  });
}

/** The classes that have a training image; the others, held out whole, are told to `progress`. */
function learnedClasses(data: PreparedData, { note }: Progress): readonly string[] {
  const counts = data.labelCounts('train');
  const unseen = data.classes.filter((_, id) => counts[id] === 0);
  if (unseen.length > 0) {
    const named = `${unseen.slice(0, 5).join(', ')}${unseen.length > 5 ? ', ...' : ''}`;
    note(`Held out whole, so none of the run's classes: ${plural(unseen.length, 'class', 'es')} (${named}).`);
  }
  return data.classes.filter((name) => !unseen.includes(name));
}

function classesOf(
  from: string,
  classes: readonly string[],
  { recipe = 'cvae-gan' }: CreateRunOptions,
): number {
  const { length: numClasses } = classes;
  if (numClasses >= 2 || !RECIPES[recipe].conditional) return numClasses;
  throw new RunError(
    from,
    `has one class, '${classes[0] ?? ''}', and ${recipe} needs two or more: put the images of each class in a folder of its own, or choose a recipe without classes (vae-gan, vae, gan, wgan, fm-gan)`,
  );
}

function channelsOf({ imageShape: [, , channels], folder }: PreparedData): 1 | 3 {
  if (channels === 1 || channels === 3) return channels;
  throw new RunError(folder, `has images of ${channels} channels; expected 1 or 3`);
}

/** Inside the run by a relative path, so that the run can be moved. */
export function dataFolder(run: string, data: string): string {
  const inside = relative(resolve(run), resolve(data));
  return inside.startsWith('..') || isAbsolute(inside) ? resolve(data) : inside;
}

/** Plain JSON: what is undefined is left out. */
function asJson(config: RunConfig): JsonObject {
  return JSON.parse(JSON.stringify(config)) as JsonObject;
}
