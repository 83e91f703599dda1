import {
  compareMethods,
  comparisonFigures,
  comparisonOptions,
  formatComparison,
  withComparisonOptions,
  writeComparisonReport,
  type ComparedMethod,
  type ComparisonDefaults,
  type ComparisonFlags,
  type ComparisonKind,
} from '@cvg/cli';
import { Option } from 'commander';
import { digitsFolder } from './digits-folder.js';
import { experimentCommand, runExperiment } from './run-experiment.js';

/** An experiment that trains several methods alike and compares them. */
export interface ComparisonExperiment {
  /** As in `npm run reproduce -- <name>`. */
  readonly name: string;
  readonly description: string;
  readonly kind: ComparisonKind;
  /** What can be compared, and is unless `--methods` names some. */
  readonly methods: readonly ComparedMethod[];
  /** File name of the picture with a row or two for each method. */
  readonly figure: string;
  /** Those that differ: digits of 32 pixels are the data unless others are given. */
  readonly defaults: Omit<ComparisonDefaults, 'data'>;
}

type Flags = ComparisonFlags & { readonly methods: readonly string[] };

/** Runs a comparison as a program: {@link runExperiment}, with `comparison.json` and `report.html` beside the result. */
export async function runComparison(experiment: ComparisonExperiment): Promise<void> {
  const { name, description, kind, figure, defaults } = experiment;
  const names = experiment.methods.map((method) => method.name);
  const command = withComparisonOptions(experimentCommand(name, description), {
    ...{ data: digitsFolder(), size: 32 },
    ...defaults,
  }).addOption(
    new Option('--methods <names...>', 'what is compared').choices(names).default(names, 'all of them'),
  );
  await runExperiment<Flags>(command, async ({ methods: asked, ...flags }, context) => {
    const methods = experiment.methods.filter((method) => asked.includes(method.name));
    const options = { ...comparisonOptions(flags), methods, ...context };
    const comparison = await compareMethods(options);
    const report = await writeComparisonReport(kind, comparison, options);
    const { samples, reconstructions } = await comparisonFigures(comparison, options);
    return {
      ...{ data: comparison.data, engine: comparison.settings.engine, seeds: comparison.seeds },
      n: { images: comparison.perClass * comparison.classes.length, runs: comparison.runs.length },
      measured: comparison,
      figures: {
        [figure]: samples,
        ...(reconstructions && { 'reconstructions.png': reconstructions }),
      },
      text: `${formatComparison(comparison)}\n\nOpen ${report} in a browser.`,
    };
  });
}
