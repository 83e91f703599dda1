import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PreparedData } from '@cvg/data';
import { acrossSeeds, sideBySide, type Evaluator, type Measurement } from '@cvg/metrics';
import { FolderLock, resolveTrainingConfig } from '@cvg/train';
import { RunError } from '../errors.js';
import { formatCount, formatPercent } from '../ui/format.js';
import { silentProgress, type Progress } from '../ui/progress.js';
import {
  openComparisonData,
  type ComparisonDataOptions,
  type ComparisonSettings,
} from './comparison-data.js';
import type { ComparedMethod } from './comparison-methods.js';
import { REAL, type ComparedRun, type Comparison } from './comparison.js';
import { openOrCreateRun } from './create-run.js';
import type { JudgedSet } from './judged-set.js';
import { keptMeasurements } from './kept-measurements.js';
import { judgeReal, measureRun } from './measure-run.js';
import { measureSet } from './measure-set.js';
import type { Run } from './open-run.js';
import { trainedEvaluator } from './trained-evaluator.js';
import { trainRun, type TrainRunOptions } from './train-run.js';

export interface CompareMethodsOptions extends ComparisonDataOptions {
  /** The rows, one or more; they know classes. */
  readonly methods: readonly ComparedMethod[];
  /** A run of each method for each. @default [0] */
  readonly seeds?: readonly number[];
  /** Images of each class in every set that is measured; all sets have as many, so fewer where the real ones are fewer. @default 100 */
  readonly perClass?: number;
  /** Steps in which the judge learns. @default 1000 */
  readonly evaluatorSteps?: number;
  /** Whether the logs of the runs keep how strong the gradients of each network were. @default false */
  readonly gradientNorms?: boolean;
}

/**
 * Trains every method with every seed on the same data with the same budget, each as a run of its own in the folder, then measures
 * all by one judge that was trained on the real training images, and writes `comparison.json`. Called again it keeps what is trained
 * and measured and goes on with what is not; methods and seeds may be added.
 * @param options - The data, the methods, the seeds and the budget of each.
 * @returns What `comparison.json` holds.
 * @throws ConfigMismatchError - The folder holds a comparison with other settings; every one that differs is named.
 * @throws RunError - There are too few images to measure with.
 * @throws FolderLockedError - Another process compares in this folder.
 */
export async function compareMethods(options: CompareMethodsOptions): Promise<Comparison> {
  assertTrainable(options);
  const lock = await FolderLock.take(options.out);
  try {
    return await compare(options);
  } finally {
    await lock.release();
  }
}

async function compare(options: CompareMethodsOptions): Promise<Comparison> {
  const { methods, out, seeds = [0], perClass: asked = 100, evaluatorSteps = 1000 } = options;
  const { gradientNorms, progress = silentProgress, signal } = options;
  const { settings, data } = await openComparisonData(options);
  let evaluator: Evaluator | undefined;
  try {
    const perClass = smallestClass(data, asked);
    const members = methods.flatMap((method) =>
      seeds.map((seed) => ({ method, seed, open: () => openMember(method, seed, { out, data, settings }) })),
    );
    const steps = await trainMembers(members, { gradientNorms, progress, signal });
    const file = `${data.fingerprint.slice(0, 16)}-${settings.engine}-${evaluatorSteps}.safetensors`;
    evaluator = await trainedEvaluator(join(out, 'evaluators', file), data, {
      ...{ title: 'judge', seed: 0, flip: settings.flip, steps: evaluatorSteps },
      ...{ progress, signal },
    });
    const { accuracy, n } = evaluator.heldOut;
    progress.note(`The judge is right on ${formatPercent(accuracy)} of ${formatCount(n)} held-out images.`);
    const judge = { evaluator, data, perClass, progress, signal };
    let reference: Promise<JudgedSet> | undefined;
    const getReference = (): Promise<JudgedSet> => (reference ??= judgeReal(judge, 'train'));
    const measured = join(out, 'measured');
    const key = `${evaluator.hash} ${perClass}`;
    const real = await keptMeasurements(join(measured, 'real.json'), key, async () =>
      measureSet(await getReference(), await judgeReal(judge, 'held-out'), signal),
    );
    const runs: ComparedRun[] = [];
    for (const [index, { method, seed, open }] of members.entries()) {
      const folder = folderOf(method, seed);
      const step = steps[index] ?? 0;
      const measurements = await keptMeasurements(
        join(measured, `${folder}.json`),
        `${key} ${step}`,
        async () => measureRun(open, await getReference(), judge),
      );
      runs.push({ method: method.label, seed, folder, step, measurements });
    }
    const comparison: Comparison = {
      ...{ version: 1, settings, data: { folder: data.folder, fingerprint: data.fingerprint } },
      ...{ seeds, classes: data.classes },
      evaluator: { hash: evaluator.hash, steps: evaluatorSteps, accuracy, n },
      perClass,
      splits: { real: 'held-out', reference: 'train' },
      table: tableOf(real, methods, runs),
      runs,
    };
    const to = join(out, 'comparison.json');
    await writeFile(`${to}.tmp`, `${JSON.stringify(comparison, undefined, 2)}\n`);
    await rename(`${to}.tmp`, to);
    return comparison;
  } finally {
    evaluator?.dispose();
    await data.close();
  }
}

/**
 * Folder of a run inside the comparison's.
 * @param method - The method.
 * @param seed - The seed.
 * @returns The name, relative to the comparison's folder.
 */
export const folderOf = ({ name }: ComparedMethod, seed: number): string => `${name}-seed${seed}`;

/** Bad options are told before photos are prepared. */
function assertTrainable({
  methods,
  seeds = [0],
  batchSize = 64,
  size = 64,
  latentSize,
  width,
}: CompareMethodsOptions): void {
  if (methods.length === 0 || seeds.length === 0) {
    throw new RangeError('compareMethods: expected at least one method and one seed.');
  }
  for (const { recipe, training } of methods) {
    for (const seed of seeds) {
      resolveTrainingConfig({
        ...training,
        ...{ recipe, seed, batchSize, numClasses: 2 },
        networks: { kind: 'image', imageSize: size, channels: 3, latentSize, width },
      });
    }
  }
}

interface Member {
  readonly method: ComparedMethod;
  readonly seed: number;
  /** Opens its run, a new one if there is none; to be closed by the receiver. */
  readonly open: () => Promise<Run>;
}

interface MemberPlace {
  readonly out: string;
  readonly data: PreparedData;
  readonly settings: ComparisonSettings;
}

function openMember(
  method: ComparedMethod,
  seed: number,
  { out, data, settings }: MemberPlace,
): Promise<Run> {
  const { recipe, training } = method;
  const { size, steps, batchSize, width, latentSize, engine, flip } = settings;
  return openOrCreateRun({
    ...{ data: data.folder, out: join(out, folderOf(method, seed)), recipe, training, seed },
    ...{ size, steps, batchSize, width, latentSize, engine, flip },
  });
}

/** Trains each run from where it stands. Returns how many steps each has taken. */
async function trainMembers(
  members: readonly Member[],
  { progress, signal, ...options }: TrainRunOptions & { readonly progress: Progress },
): Promise<readonly number[]> {
  const steps: number[] = [];
  for (const [index, { method, seed, open }] of members.entries()) {
    progress.note(`${method.label}, seed ${seed} (${index + 1} of ${members.length})`);
    const run = await open();
    try {
      steps.push((await trainRun(run, { ...options, progress, signal })).step);
      signal?.throwIfAborted();
    } finally {
      await run.folder.close();
    }
  }
  return steps;
}

/** How many images of every class there are in both splits, at most `asked`. */
function smallestClass(data: PreparedData, asked: number): number {
  if (data.numClasses < 2) throw new RunError(data.folder, 'has one class; a comparison needs two or more');
  const smallest = Math.min(asked, ...data.labelCounts('train'), ...data.labelCounts('held-out'));
  if (smallest >= 2) return smallest;
  throw new RunError(
    data.folder,
    `a class has ${smallest} images to measure with; a comparison needs two of each class in the training and the held-out images`,
  );
}

function tableOf(
  real: readonly Measurement[],
  methods: readonly ComparedMethod[],
  runs: readonly ComparedRun[],
): Comparison['table'] {
  const rows = methods.map(({ label }): [string, readonly Measurement[]] => {
    const ofMethod = runs.filter(({ method }) => method === label);
    const metrics = ofMethod[0]?.measurements.map(({ metric }) => metric) ?? [];
    const repeated = metrics.map((metric) =>
      acrossSeeds(ofMethod.flatMap((run) => run.measurements.filter((entry) => entry.metric === metric))),
    );
    return [label, repeated];
  });
  return sideBySide({ [REAL]: real, ...Object.fromEntries(rows) });
}
