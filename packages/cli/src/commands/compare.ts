import type { RecipeName } from '@cvg/train';
import { Option, type Command } from 'commander';
import { comparableRecipes, recipesAsMethods, TABLE_1 } from '../workflows/comparison-methods.js';
import { compareAndReport } from './compare-and-report.js';
import { comparisonOptions, withComparisonOptions, type ComparisonFlags } from './comparison-options.js';
import type { CommandContext } from './context.js';

type CompareFlags = ComparisonFlags & { readonly methods: readonly RecipeName[] };

const HELP = `
All methods learn from the same images, for as many steps, with the same seeds; one judge, trained on the real training images, measures
them all, and real held-out images beside them. Each run is a folder of its own that cvg sample, morph, evaluate ... take.
The same command goes on with an interrupted comparison; more seeds and methods may be added. Examples:
  $ cvg compare --data my-photos
  $ cvg compare --data my-photos --size 32 --steps 1500 --seeds 0,1,2
  $ cvg compare --data my-photos --methods cgan cvae-gan --out runs/two

What to expect: as long as cvg train takes, for each method and seed; then <out>/report.html and <out>/comparison.json.`;

export function addCompare(program: Command, context: CommandContext): void {
  const command = program
    .command('compare')
    .summary('train several methods alike and compare them')
    .description(
      'Trains several methods on the same images and compares what they draw: Table 1 and Figure 5.',
    );
  withComparisonOptions(command, { out: 'runs/compare' })
    .addOption(new Option('--methods <names...>', 'the methods').choices(comparableRecipes).default(TABLE_1))
    .addHelpText('after', HELP)
    .action((flags: CompareFlags) => {
      const methods = recipesAsMethods([...new Set(flags.methods)]);
      return compareAndReport('compare', { ...comparisonOptions(flags), methods }, context);
    });
}
