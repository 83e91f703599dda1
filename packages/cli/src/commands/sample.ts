import { join } from 'node:path';
import type { Command } from 'commander';
import { classIdsOf } from '../workflows/class-names.js';
import { formatCount, plural } from '../ui/format.js';
import type { Model } from '../workflows/load-model.js';
import { sampleClasses, type SampleClassesOptions } from '../workflows/sample-classes.js';
import { sampleFiles } from '../workflows/sample-files.js';
import type { CommandContext } from './context.js';
import { integer, positive } from './option-parsers.js';
import { printPicture } from './print-picture.js';
import { withModel } from './with-model.js';

interface SampleFlags {
  readonly class?: readonly string[];
  readonly perClass: number;
  readonly seed: number;
  readonly truncation?: number;
  readonly files?: string;
  readonly out?: string;
}

const HELP = `
A row a class; all rows share their noise, so a column shows one style in every class. Works while the run is training, too.
Examples:
  $ cvg sample runs/mine
  $ cvg sample runs/mine --class tulip rose --per-class 12 --seed 1 --out tulips.png
  $ cvg sample runs/mine --truncation 1     more typical, less varied images
  $ cvg sample runs/mine --per-class 1000 --files drawn     a file each: drawn/tulip/00001.png ...`;

export function addSample(program: Command, context: CommandContext): void {
  program
    .command('sample')
    .summary('draw new images')
    .description('Draws new images of each class into one picture.')
    .argument('<run>', 'folder of the run')
    .option('--class <names...>', 'classes to draw (default: all)')
    .option('--per-class <n>', 'images of each class', integer(1), 8)
    .option('--seed <n>', 'of the noise', integer(0), 0)
    .option('--truncation <bound>', 'cut the noise off at this absolute value', positive)
    .option('--files <folder>', 'write each image as a PNG file of its own instead')
    .option('--out <file>', 'picture to write (default: sample.png in the run)')
    .addHelpText('after', HELP)
    .action((folder: string, flags: SampleFlags) =>
      withModel(folder, context, async (run, model) => {
        const { class: names, perClass, seed, truncation, out = join(folder, 'sample.png') } = flags;
        const classIds = names && classIdsOf(run, model, names);
        if (flags.files !== undefined)
          return sampleIntoFolder(
            flags.files,
            model,
            { classIds, ...{ perClass, seed, truncation } },
            context,
          );
        const grid = await sampleClasses(model, { classIds, perClass, seed, truncation });
        await printPicture(out, grid, model, context);
      }),
    );
}

async function sampleIntoFolder(
  folder: string,
  model: Model,
  options: SampleClassesOptions,
  { progress, interruptible, print }: CommandContext,
): Promise<void> {
  const written = await interruptible('Stopping.', (signal) =>
    sampleFiles(model, folder, { ...options, progress, signal }),
  );
  print(`${folder}  ${plural(written, 'image')}, from step ${formatCount(model.step)}`);
}
