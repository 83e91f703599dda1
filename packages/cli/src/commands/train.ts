import type { EngineChoice } from '@cvg/backend';
import type { Crop } from '@cvg/data';
import type { RecipeName } from '@cvg/train';
import type { Command } from 'commander';
import { createRun } from '../workflows/create-run.js';
import type { Run } from '../workflows/open-run.js';
import type { CommandContext } from './context.js';
import { cropOption } from './crop-option.js';
import { integer, oneOf, positive } from './option-parsers.js';
import { engineOption, recipeOption } from './shared-options.js';
import { trainAndReport } from './train-and-report.js';

interface TrainFlags {
  readonly data: string;
  readonly out: string;
  readonly size: 32 | 64 | 128;
  readonly channels?: 1 | 3;
  readonly crop?: Crop;
  readonly recipe: RecipeName;
  readonly steps: number;
  readonly batch: number;
  readonly width: number;
  readonly latent: number;
  readonly seed: number;
  readonly engine: EngineChoice;
  readonly flip?: boolean;
}

const HELP = `
Data is a folder with one folder of photos a class, named as the class:
  my-photos/tulip/*.jpg  my-photos/rose/*.jpg  ...
or a known data set as it is laid out (see cvg prepare), or a folder of idx files (MNIST and its relatives), or a folder that was
prepared before, by cvg prepare or for another run. Photos are turned upright, cut square and scaled; files that cannot be used are listed.

Examples:
  $ cvg train --data my-photos --out runs/mine
  $ cvg train --data my-photos --out runs/quick --size 32 --steps 1500      a first look
  $ cvg train --data my-photos --out runs/paper --size 128 --width 1 --latent 256     the paper's networks

What to expect: progress with images a second and the time left; pictures in <out>/samples after 100, 250, 500 ... steps, a row
a class; a checkpoint every 500 steps; <out>/report.html at the end. Ctrl-C writes a checkpoint and ends; cvg resume goes on.`;

export function addTrain(program: Command, context: CommandContext): void {
  program
    .command('train')
    .summary('learn from a folder of images')
    .description(
      'Learns from a folder of images with classes, and makes a run: a folder with everything about it.',
    )
    .requiredOption('--data <folder>', 'images to learn from')
    .requiredOption('--out <folder>', 'folder of the new run')
    .option('--size <pixels>', 'side of the images: 32, 64 or 128', oneOf([32, 64, 128]), 64)
    .option('--steps <n>', 'steps of training', integer(1), 5000)
    .addOption(recipeOption())
    .option('--width <share>', "share of the paper's numbers of channels", positive, 0.25)
    .option('--latent-size, --latent <n>', 'latent variables', integer(1), 64)
    .option('--batch-size, --batch <n>', 'images of a step', integer(1), 64)
    .option('--seed <n>', 'of everything random', integer(0), 0)
    .addOption(engineOption())
    .option('--channels <n>', 'of photos: 3 colour, 1 grey (default: 3)', oneOf([1, 3]))
    .addOption(cropOption())
    .option('--flip', 'mirror half of the images (default for photos)')
    .option('--no-flip', 'never mirror images (default for idx files and prepared folders)')
    .addHelpText('after', HELP)
    .action(async (flags: TrainFlags) => {
      const { data, out, size, channels, crop, recipe, steps, batch, width, latent, seed, engine, flip } =
        flags;
      const create = (signal: AbortSignal): Promise<Run> =>
        createRun({
          ...{ data, out, size, channels, crop, recipe, steps, width, seed, engine, flip },
          ...{ batchSize: batch, latentSize: latent, progress: context.progress, signal },
        });
      const left = 'the same command goes on preparing where it stopped';
      const run = await context.interruptible('Stopping.', create, left);
      await trainAndReport(run, { steps }, context);
    });
}
