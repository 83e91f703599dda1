import type { Command } from 'commander';
import { ABLATIONS } from '../workflows/comparison-methods.js';
import { compareAndReport } from './compare-and-report.js';
import { comparisonOptions, withComparisonOptions, type ComparisonFlags } from './comparison-options.js';
import type { CommandContext } from './context.js';

const HELP = `
CVAE-GAN compares a reconstruction with its image in three ways (Eq. 6): by pixels, by the features of D and by those of C. This trains it
without each in turn, and with all. Sharpness is the variance of the Laplacian as a share of that of real images (far below 1 is
blurry; noise raises it, too); the pixel error is that of reconstructions of held-out images (more loses details).
The same command goes on with an interrupted comparison; more seeds may be added. Examples:
  $ cvg ablate --data my-photos
  $ cvg ablate --data my-photos --size 32 --steps 1500 --seeds 0,1,2

What to expect: four times as long as cvg train takes, for each seed; then <out>/report.html and <out>/comparison.json.`;

export function addAblate(program: Command, context: CommandContext): void {
  const command = program
    .command('ablate')
    .summary('train CVAE-GAN without parts of its loss')
    .description('Trains CVAE-GAN without each part of its loss of G, and compares: Figure 8.');
  withComparisonOptions(command, { out: 'runs/ablate' })
    .addHelpText('after', HELP)
    .action((flags: ComparisonFlags) =>
      compareAndReport('ablate', { ...comparisonOptions(flags), methods: ABLATIONS }, context),
    );
}
