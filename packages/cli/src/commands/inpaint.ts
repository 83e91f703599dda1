import { join } from 'node:path';
import type { Command } from 'commander';
import { inpaintImages, maskOfFile } from '../workflows/inpaint-images.js';
import { encoderAndGenerator } from '../workflows/load-model.js';
import type { CommandContext } from './context.js';
import { imagesToUse } from './images-to-use.js';
import { integer } from './option-parsers.js';
import { printPicture } from './print-picture.js';
import { withModel } from './with-model.js';

interface InpaintFlags {
  readonly class?: readonly string[];
  readonly mask?: string;
  readonly iterations: number;
  readonly seed: number;
  readonly out?: string;
}

const HELP = `
The hole is filled again and again by what encoder and generator make of the whole image (Eq. 8 of the paper); pixels outside it stay
as they are. Without files each row takes a held-out image of a class. Examples:
  $ cvg inpaint runs/mine
  $ cvg inpaint runs/mine scratched.jpg --class tulip --mask scratches.png --out whole.png`;

export function addInpaint(program: Command, context: CommandContext): void {
  program
    .command('inpaint')
    .summary('fill holes in images')
    .description('Fills holes in images.')
    .argument('<run>', 'folder of the run')
    .argument('[files...]', 'image files; they need --class')
    .option('--class <names...>', 'class of the files, or classes to take images from (default: all)')
    .option('--mask <file>', 'image that is white where pixels are missing (default: a square somewhere)')
    .option('--iterations <n>', 'how often the hole is filled', integer(1), 10)
    .option('--seed <n>', 'of the places of the squares', integer(0), 0)
    .option('--out <file>', 'picture to write (default: inpaint.png in the run)')
    .addHelpText('after', HELP)
    .action((folder: string, files: readonly string[], flags: InpaintFlags) =>
      withModel(folder, context, async (run, model) => {
        const { mask, iterations, seed, out = join(folder, 'inpaint.png') } = flags;
        const networks = encoderAndGenerator(run, model);
        const images = await imagesToUse(run, model, { files, classes: flags.class, perClass: 1 });
        const masks = mask === undefined ? undefined : await maskOfFile(mask, images.images.shape[1]);
        const grid = await inpaintImages(networks, images, { masks, iterations, seed });
        await printPicture(out, grid, model, context);
      }),
    );
}
