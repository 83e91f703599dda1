/**
 * Section 4's toy: a classical GAN, a Wasserstein GAN and mean feature matching learn a ring that lies far away (Figure 4).
 *
 * Run: npm run ring [-- --steps 20000 --methods gan wgan fm-gan --seeds 0 --engine auto --out runs/ring]
 * Expect: 2 to 4 minutes on two busy cores with wasm (100 s of processor time); 200 to 1,000 iterations/s by method and load. Seed 0, then:
 *   gan     12.4 % of the points on the ring, 94.4 % of its angle, their mean 3.0 from its centre
 *   wgan     7.2 %                            30.6 %                          51.7 (on its way)
 *   fm-gan   9.5 %                            16.7 %                           2.7
 * So a short run shows how the methods travel to a ring that is far away; none has its shape yet. Continued to --steps 100000 (10
 * minutes more):
 *   gan     11.7 %, 83.3 %        wgan  42.4 %, 75.0 %        fm-gan  36.6 %, 100.0 %
 * wgan and fm-gan have shrunk onto the ring, fm-gan over all of its angle, but fill it; gan stays spread. That gan collapses, that wgan is
 * late and that fm-gan draws the ring, as the paper says of up to 2,000,000 iterations, has not been reproduced: so long was not tried.
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
