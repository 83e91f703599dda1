import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { encoderAndGenerator } from '../workflows/load-model.js';
import { morphImages } from '../workflows/morph-images.js';
import type { CommandContext } from './context.js';
import { imagesToUse } from './images-to-use.js';
import { integer } from './option-parsers.js';
import { printPicture } from './print-picture.js';
import { withModel } from './with-model.js';

interface MorphFlags {
  readonly class?: readonly string[];
  readonly steps: number;
  readonly path: 'linear' | 'spherical';
  readonly out?: string;
}

const HELP = `
Between the first image and its first reconstruction, and likewise at the other end, you see what the encoder lost. Without
files each row takes two held-out images of a class. Examples:
  $ cvg morph runs/mine
  $ cvg morph runs/mine --class tulip
  $ cvg morph runs/mine first.jpg second.jpg --class tulip --steps 12 --out morph.png`;

export function addMorph(program: Command, context: CommandContext): void {
  program
    .command('morph')
    .summary('turn one image into another')
    .description('Turns one image into another of its class, step by step.')
    .argument('<run>', 'folder of the run')
    .argument('[first]', 'image file; needs a second one and --class')
    .argument('[second]', 'image file')
    .option('--class <names...>', 'class of the files, or classes to take images from (default: all)')
    .option('--steps <n>', 'images from one end to the other', integer(2), 8)
    .addOption(
      new Option('--path <name>', 'way between the latent vectors')
        .choices(['linear', 'spherical'])
        .default('linear'),
    )
    .option('--out <file>', 'picture to write (default: morph.png in the run)')
    .addHelpText('after', HELP)
    .action(
      (
        folder: string,
        first: string | undefined,
        second: string | undefined,
        flags: MorphFlags,
        command: Command,
      ) => {
        if (first !== undefined && second === undefined) {
          command.error('error: one image file was given; a morph needs a second one');
        }
        const files = first === undefined || second === undefined ? [] : [first, second];
        return withModel(folder, context, async (run, model) => {
          const { steps, path, out = join(folder, 'morph.png') } = flags;
          const networks = encoderAndGenerator(run, model);
          const images = await imagesToUse(run, model, { files, classes: flags.class, perClass: 2 });
          await printPicture(out, await morphImages(networks, images, { steps, path }), model, context);
        });
      },
    );
}
