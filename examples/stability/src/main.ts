/**
 * The claims of Section 3.1 as measurements: mean feature matching (fm-cgan) is a stabler objective of the generator than the
 * classical one (cgan). (i) Norm of G's gradient, and its loss, over training; (ii) the share of runs that collapse: whose samples
 * vary in a class less than a tenth as much as real images, or of which the judge takes less than half for their class.
 *
 * Run: npm run reproduce -- stability [--data <folder> --steps 1000 --seeds 0,1,...,9 --methods cgan fm-cgan --out runs/stability]
 * Expect: on digits about 4 minutes for each method and seed on two cores; result.json with each run and both shares (and where they
 * lie with 95 % confidence), gradient-norm.svg, generator-loss.svg and discriminator-loss.svg: means over the seeds, each seed faint.
 */
import { join } from 'node:path';
import {
  compareMethods,
  comparisonFigures,
  comparisonOptions,
  folderOf,
  recipesAsMethods,
  withComparisonOptions,
  type ComparisonFlags,
} from '@cvg/cli';
import { openPreparedData } from '@cvg/data';
import { digitsFolder, experimentCommand, runExperiment } from '@cvg/experiment';
import { Option } from 'commander';
import { COLLAPSED, deviationOfRun, isCollapsed, realDeviation, shareInterval } from './collapse.js';
import { curveChart, curveFacts, curvesOf, meanOf, type Curves } from './curves.js';

const METHODS = recipesAsMethods(['cgan', 'fm-cgan', 'cvae-gan']);
const NAMES = METHODS.map(({ name }) => name);

type Flags = ComparisonFlags & { readonly methods: readonly string[] };

const command = withComparisonOptions(
  experimentCommand('stability', 'Measures gradients of the generator, and how often training collapses.'),
  {
    ...{ data: digitsFolder(), out: 'runs/stability', size: 32, steps: 1000, evaluatorSteps: 1500 },
    seeds: Array.from({ length: 10 }, (_, seed) => seed),
  },
).addOption(
  new Option('--methods <names...>', 'what is compared').choices(NAMES).default(['cgan', 'fm-cgan']),
);

await runExperiment<Flags>(command, async ({ methods: asked, ...flags }, context) => {
  // Training: a run for each method and seed, with the gradients in its log.
  const methods = METHODS.filter(({ name }) => asked.includes(name));
  const options = { ...comparisonOptions(flags), methods, gradientNorms: true, ...context };
  const comparison = await compareMethods(options);

  // Outcome of each run, and its curves.
  const data = await openPreparedData(comparison.data.folder);
  const real = await realDeviation(data).finally(() => data.close());
  const rows = [];
  const charts = [];
  for (const method of methods) {
    const curves: Curves[] = [];
    const runs = [];
    for (const seed of comparison.seeds) {
      context.signal.throwIfAborted();
      const folder = join(flags.out, folderOf(method, seed));
      const found = comparison.runs.find((run) => run.method === method.label && run.seed === seed);
      const top1 =
        found?.measurements.find(({ metric }) => metric === 'topOneAccuracy')?.values.accuracy ?? NaN;
      const { perClass } = comparison;
      const outcome = { top1, deviationRatio: await deviationOfRun(folder, real, { perClass, seed }) };
      const ofRun = await curvesOf(folder);
      curves.push(ofRun);
      runs.push({
        seed,
        ...outcome,
        collapsed: isCollapsed(outcome),
        gradientNorm: curveFacts(ofRun.gradientNorm),
      });
    }
    const collapsed = runs.filter((run) => run.collapsed).length;
    rows.push({ method: method.label, runs, collapsed, interval: shareInterval(collapsed, runs.length) });
    charts.push({ label: method.label, curves });
  }

  // Result.
  const { samples } = await comparisonFigures(comparison, options);
  const lines = rows.map(({ method, runs, collapsed, interval: [low, high] }) => {
    const norm = (part: 'first' | 'last' | 'swing'): string =>
      meanOf(runs.map((run) => run.gradientNorm[part])).toPrecision(3);
    const share = `${collapsed} of ${runs.length} collapsed (${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)} %)`;
    return `${method.padEnd(9)} ${share}; gradient of G ${norm('first')} at first, ${norm('last')} at last, swings by ${norm('swing')}`;
  });
  return {
    ...{ data: comparison.data, engine: comparison.settings.engine, seeds: comparison.seeds },
    n: { images: comparison.perClass * comparison.classes.length, runs: comparison.runs.length },
    measured: { criterion: COLLAPSED, methods: rows, table: comparison.table },
    figures: {
      'gradient-norm.svg': await curveChart('gradientNorm', charts),
      'generator-loss.svg': await curveChart('generatorLoss', charts),
      'discriminator-loss.svg': await curveChart('discriminatorLoss', charts),
      'samples.png': samples,
    },
    text: lines.join('\n'),
  };
});
