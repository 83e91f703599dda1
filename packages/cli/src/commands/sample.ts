import { join } from 'node:path';
import type { Command } from 'commander';
import { classIdsOf } from '../workflows/class-names.js';
import { sampleClasses } from '../workflows/sample-classes.js';
import type { CommandContext } from './context.js';
import { integer, positive } from './option-parsers.js';
import { printPicture } from './print-picture.js';
import { withModel } from './with-model.js';

interface SampleFlags {
  readonly class?: readonly string[];
  readonly count: number;
  readonly seed: number;
  readonly truncation?: number;
  readonly out?: string;
}

const HELP = `
A row a class; all rows share their noise, so a column shows one style in every class. Works while the run is training, too.
Examples:
  $ cvg sample runs/mine
  $ cvg sample runs/mine --class tulip rose --count 12 --seed 1 --out tulips.png
  $ cvg sample runs/mine --truncation 1     more typical, less varied images`;

export function addSample(program: Command, context: CommandContext): void {
  program
    .command('sample')
    .summary('draw new images')
    .description('Draws new images of each class into one picture.')
    .argument('<run>', 'folder of the run')
    .option('--class <names...>', 'classes to draw (default: all)')
    .option('--count <n>', 'images of each class', integer(1), 8)
    .option('--seed <n>', 'of the noise', integer(0), 0)
    .option('--truncation <bound>', 'cut the noise off at this absolute value', positive)
    .option('--out <file>', 'picture to write (default: sample.png in the run)')
    .addHelpText('after', HELP)
    .action((folder: string, flags: SampleFlags) =>
      withModel(folder, context, async (run, model) => {
        const { class: names, count, seed, truncation, out = join(folder, 'sample.png') } = flags;
        const classIds = names && classIdsOf(run, model, names);
        const grid = await sampleClasses(model, { classIds, count, seed, truncation });
        await printPicture(out, grid, model, context);
      }),
    );
}
