import type { Command } from 'commander';
import { formatCount, plural } from '../ui/format.js';
import { InterruptedError } from '../ui/interrupts.js';
import { augmentData } from '../workflows/augment-data.js';
import type { CommandContext } from './context.js';
import { integer, positive } from './option-parsers.js';
import { withModel } from './with-model.js';

interface AugmentFlags {
  readonly out: string;
  readonly mix: number;
  readonly perClass?: number;
  readonly seed: number;
  readonly truncation?: number;
}

const HELP = `
Draws images of the existing classes (the paper: 200 of each), or with --mix of new ones, each a mixture of three existing ones (the
paper: 5,000 of 100 images each), and writes them as a prepared folder: cvg train --data <folder> reads it like any other. Any number
fits in memory. When it was interrupted, or killed, the same command goes on where it stopped. Examples:
  $ cvg augment runs/mine --out more
  $ cvg augment runs/mine --out new --mix 5000 --per-class 100`;

export function addAugment(program: Command, context: CommandContext): void {
  program
    .command('augment')
    .summary('draw a data set to learn from')
    .description('Draws a data set of existing or of new classes.')
    .argument('<run>', 'folder of the run')
    .requiredOption('--out <folder>', 'prepared folder to write')
    .option('--mix <n>', 'new classes, each mixed of three existing ones', integer(0), 0)
    .option('--per-class <n>', 'images of each class (default: 200, of new classes 100)', integer(1))
    .option('--seed <n>', 'of the noise, and of which classes are mixed', integer(0), 0)
    .option('--truncation <bound>', 'cut the noise off at this absolute value', positive)
    .addHelpText('after', HELP)
    .action((folder: string, flags: AugmentFlags) =>
      withModel(folder, context, async (run, model) => {
        const { out, mix, perClass, seed, truncation } = flags;
        const { print, progress, interruptible } = context;
        const options = { mix, perClass, seed, truncation, progress };
        const { manifest, drawn } = await interruptible('Stopping after this batch.', (signal) =>
          augmentData(run, model, out, { ...options, signal }).catch((error: unknown) => {
            if (!signal.aborted || error !== signal.reason) throw error;
            throw new InterruptedError('Stopped. The same command goes on where it stopped.');
          }),
        );
        const { images, classes } = manifest;
        const already = drawn === 0 ? ', complete already' : '';
        print(
          `${out}  ${plural(images.shape[0], 'image')} of ${plural(classes.length, 'class', 'es')}, from step ${formatCount(model.step)}${already}`,
        );
        print(`Learn from it: cvg train --data ${out} --size ${images.shape[1]} --out <folder>`);
      }),
    );
}
