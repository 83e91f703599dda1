import { join, resolve } from 'node:path';
import {
  comparisonOptions,
  encoderAndGenerator,
  evaluatorOfRun,
  imagesOfRun,
  loadModel,
  openOrCreateRun,
  openRun,
  openRunData,
  RunError,
  startEngine,
  trainRun,
  withComparisonOptions,
  type ComparisonFlags,
  type LabelledGrid,
  type LabelledImages,
  type Run,
} from '@cvg/cli';
import { TopOneAccuracy, type Evaluator } from '@cvg/metrics';
import type { Command } from 'commander';
import { digitsFolder } from './digits-folder.js';
import type { Images } from './grids.js';
import { formatRows, meanRows, type MeanRow, type NumberRow } from './numbers.js';
import { experimentCommand, runExperiment, type ExperimentContext } from './run-experiment.js';

/** What a trained run does its work on. */
export interface HeldOutWork<Flags> {
  readonly networks: ReturnType<typeof encoderAndGenerator>;
  /** `perClass` held-out images of each class, a class after the other. */
  readonly images: LabelledImages;
  readonly perClass: number;
  /** Of the run. */
  readonly seed: number;
  /** The judge of the run's classes. */
  readonly judge: Evaluator;
  readonly flags: Flags;
}

/** What came of the work of one run. */
export interface HeldOutResult {
  /** The same rows for every run. */
  readonly rows: readonly NumberRow[];
  /** Pictures by file name; those of the first run are kept. */
  readonly pictures: Readonly<Record<string, LabelledGrid>>;
}

/** An experiment on held-out images of trained runs. */
export interface HeldOutExperiment<Flags> {
  /** As in `npm run reproduce -- <name>`. */
  readonly name: string;
  readonly description: string;
  readonly out: string;
  /** Adds options of its own. */
  readonly options?: (command: Command) => Command;
  readonly work: (work: HeldOutWork<Flags>) => Promise<HeldOutResult>;
  /** Charts of the means over the runs, as SVG by file name. */
  readonly charts?: (rows: readonly MeanRow[]) => Promise<Readonly<Record<string, string>>>;
}

interface SharedFlags extends ComparisonFlags {
  readonly run?: readonly string[];
}

/**
 * Runs an experiment on held-out images as a program: {@link runExperiment}. It takes the trained runs of `--run`, or trains a CVAE-GAN
 * for each seed, and averages the numbers over them.
 */
export async function runOnHeldOut<Flags>({
  name,
  description,
  out,
  options = (command) => command,
  work,
  charts,
}: HeldOutExperiment<Flags>): Promise<void> {
  const command = withComparisonOptions(experimentCommand(name, description), {
    ...{ out, data: digitsFolder(), size: 32, steps: 3000, evaluatorSteps: 1500 },
  }).option(
    '--run <folders...>',
    'trained runs on the same data to take (default: trains one for each seed)',
  );
  await runExperiment<SharedFlags & Flags>(options(command), async (flags, context) => {
    const measured = [];
    for (const open of runsOf(flags, context)) {
      measured.push(await measuredRun(open, flags, work, context));
      context.signal.throwIfAborted();
    }
    const [first] = measured;
    if (!first) throw new RunError(flags.out, 'was asked for without a run');
    const { data, engine } = first;
    const rows = meanRows(measured.map((one) => one.rows));
    return {
      ...{ data, engine, seeds: measured.map(({ seed }) => seed) },
      n: { images: first.n, runs: measured.length },
      measured: {
        rows,
        runs: measured.map(({ folder, seed, step, judge, rows: own }) => ({
          folder,
          seed,
          step,
          judge,
          rows: own,
        })),
      },
      figures: { ...first.pictures, ...(await charts?.(rows)) },
      text: formatRows(rows, measured.length),
    };
  });
}

/** Share of images that a judge takes for their class. */
export async function topOne(judge: Evaluator, images: Images, labels: ArrayLike<number>): Promise<number> {
  const accuracy = new TopOneAccuracy(judge.numClasses);
  accuracy.add(await judge.predictArrays(images), Int32Array.from(labels));
  return accuracy.result().accuracy;
}

/** How the runs are opened, trained to the end. */
function runsOf(flags: SharedFlags, context: ExperimentContext): readonly (() => Promise<Run>)[] {
  if (flags.run !== undefined) return flags.run.map((folder) => () => openRun(folder));
  const options = comparisonOptions(flags);
  return flags.seeds.map((seed) => async () => {
    const run = await openOrCreateRun({ ...options, seed, out: join(flags.out, `seed${seed}`), ...context });
    await trainRun(run, context);
    return run;
  });
}

async function measuredRun<Flags>(
  open: () => Promise<Run>,
  flags: SharedFlags & Flags,
  work: HeldOutExperiment<Flags>['work'],
  context: ExperimentContext,
) {
  const run = await open();
  const { folder, config } = run;
  const data = await openRunData(run);
  try {
    context.signal.throwIfAborted();
    await startEngine(config.engine);
    const perClass = Math.min(flags.perClass, ...data.labelCounts('held-out'));
    if (perClass < 1 || config.training.numClasses === 0) {
      throw new RunError(folder.folder, 'needs classes, and held-out images of each, to be measured');
    }
    const judge = await evaluatorOfRun(run, data, { steps: flags.evaluatorSteps, ...context });
    const model = await loadModel(run);
    try {
      const images = await imagesOfRun(run, model, [...data.classes.keys()], perClass);
      const { seed } = config.training;
      const networks = encoderAndGenerator(run, model);
      const result = await work({ networks, images, perClass, seed, judge, flags });
      return {
        ...{ ...result, folder: folder.folder, seed, step: model.step, n: images.names.length },
        judge: { hash: judge.hash, ...judge.heldOut },
        data: { folder: resolve(folder.folder, config.data.folder), fingerprint: config.data.fingerprint },
        engine: config.engine,
      };
    } finally {
      model.dispose();
      judge.dispose();
    }
  } finally {
    await data.close();
    await folder.close();
  }
}
