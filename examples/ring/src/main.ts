/**
 * Section 4's toy: a classical GAN, a Wasserstein GAN and mean feature matching learn a ring that lies far away (Figure 4).
 *
 * Run: npm run ring [-- --steps 20000 --methods gan wgan fm-gan --seeds 0 --engine auto --out runs/ring]
 * Expect: 15 to 60 s with wasm, 1,000 to 5,000 iterations/s by method and load. Share of the points on the ring, and of its angle, seed 0:
 *              20,000           100,000          2,000,000 iterations
 *   gan     12.6 %, 94.4 %   58.5 %, 100 %    58.5 %, 63.9 %
 *   wgan     7.9 %, 27.8 %   49.4 %, 72.2 %   45.8 %, 69.4 %
 *   fm-gan   9.5 %, 19.4 %   37.0 %, 100 %    82.9 %, 100 %
 * So a short run shows how the methods travel to a ring that is far away, and a long one (an hour) that only fm-gan draws it.
 */
import { join } from 'node:path';
import {
  engineOption,
  integer,
  interruptible,
  InterruptedError,
  runProgram,
  seedsOption,
  startEngine,
  streamProgress,
} from '@cvg/cli';
import { Command, Option } from 'commander';
import { figure4, type Snapshots } from './figure-4.js';
import { replaceFile } from './replace-file.js';
import { RING } from './ring-data.js';
import { scoreRing } from './ring-score.js';
import { scoreCharts, type RunsOfMethod, type ScoreRows } from './score-charts.js';
import { readSnapshots } from './snapshots.js';
import { METHODS, trainOnRing, type Method } from './train-on-ring.js';

const HELP = `
Each method and seed is a run of its own, in <out>/<method>-seed-<seed>. Ctrl-C leaves a checkpoint, and the same command goes on from
there; more --steps, --methods or --seeds train only what is missing. result.json has the scores of every snapshot, figure-4.svg shows
the first seed, the charts beside it all seeds. The paper trains for --steps 2000000. Another engine needs another --out.`;

const progress = streamProgress(process.stderr);

interface Knobs {
  readonly steps: number;
  readonly methods: readonly Method[];
  readonly seeds: readonly number[];
  readonly engine: Parameters<typeof startEngine>[0];
  readonly out: string;
}

async function main({ steps, methods, seeds, engine, out }: Knobs): Promise<void> {
  const { name } = await startEngine(engine);

  // Training: all methods of one seed before the next seed.
  const folderOf = (method: Method, seed: number): string => join(out, `${method}-seed-${seed}`);
  const compared = METHODS.filter((known) => methods.includes(known));
  for (const seed of seeds) {
    for (const method of compared) {
      const { step, finished } = await interruptible(
        () => {
          progress.note('Stopping, with a checkpoint. Ctrl-C again ends at once.');
        },
        (signal) =>
          trainOnRing({
            ...{ method, steps, seed, engine: name, folder: folderOf(method, seed) },
            ...{ progress, signal },
          }),
      );
      if (!finished)
        throw new InterruptedError(`Stopped ${method} after iteration ${step}; the same command goes on.`);
    }
  }

  // Result: how well each snapshot lies on the ring, Figure 4, and the scores over iterations.
  const shown = new Map<Method, Snapshots>();
  const runs = new Map<Method, RunsOfMethod>();
  for (const method of compared) {
    const ofMethod: { readonly seed: number; readonly scores: ScoreRows }[] = [];
    for (const seed of seeds) {
      const snapshots = await readSnapshots(folderOf(method, seed));
      if (seed === seeds[0]) shown.set(method, snapshots);
      const scores = [...snapshots].map(([iteration, points]) => ({
        iteration,
        ...scoreRing(Float32Array.from(points.flat()), RING),
      }));
      ofMethod.push({ seed, scores });
    }
    runs.set(method, ofMethod);
  }
  const result = {
    ...{ version: 1, experiment: 'figure4', engine: name, steps, seeds, ring: RING },
    methods: Object.fromEntries(runs),
  };
  const write = (file: string, text: string): Promise<void> => replaceFile(join(out, file), text);
  await write('result.json', `${JSON.stringify(result, undefined, 2)}\n`);
  await write('figure-4.svg', await figure4(shown));
  for (const [file, svg] of await scoreCharts(runs)) await write(file, svg);

  console.log('\nmethod  seed  iterations  on the ring  inside it  of its angle  distance from it');
  for (const [method, ofMethod] of runs) {
    for (const { seed, scores } of ofMethod) {
      const {
        iteration = 0,
        onRing = NaN,
        inside = NaN,
        coverage = NaN,
        meanDistance = NaN,
      } = scores.at(-1) ?? {};
      console.log(
        `${method.padEnd(6)}  ${String(seed).padStart(4)}  ${iteration.toLocaleString('en-US').padStart(10)}  ` +
          `${percent(onRing, 11)}  ${percent(inside, 9)}  ${percent(coverage, 12)}  ${meanDistance.toFixed(2).padStart(16)}`,
      );
    }
  }
  console.log(`\nOpen ${join(out, 'figure-4.svg')} in a browser. Numbers: ${join(out, 'result.json')}`);
}

const percent = (share: number, width: number): string => `${(100 * share).toFixed(1)} %`.padStart(width);

const program = new Command('npm run ring --')
  .description('Learns a ring by three methods, as in Section 4 of the paper, and draws Figure 4.')
  .option('--steps <n>', 'iterations of each run in all', integer(1), 20_000)
  .addOption(
    new Option('--methods <names...>', 'what is compared')
      .choices(METHODS)
      .default(METHODS, METHODS.join(' ')),
  )
  .addOption(seedsOption('of everything random, a run of each method with each'))
  .addOption(engineOption().default('wasm', 'wasm, the fastest for networks so small'))
  .option('--out <folder>', 'folder of the runs', join('runs', 'ring'))
  .addHelpText('after', HELP)
  .action(main);
process.exitCode = await runProgram(program, process.argv.slice(2), progress);
