import { join } from 'node:path';
import type { Command } from 'commander';
import { formatSimilarity } from '../ui/format-similarity.js';
import { inpaintImages, maskOfFile } from '../workflows/inpaint-images.js';
import { encoderAndGenerator } from '../workflows/load-model.js';
import type { CommandContext } from './context.js';
import { imagesToUse } from './images-to-use.js';
import { integer } from './option-parsers.js';
import { printPicture } from './print-picture.js';
import { descentOption } from './shared-options.js';
import { withModel } from './with-model.js';

interface InpaintFlags {
  readonly class?: readonly string[];
  readonly mask?: string;
  readonly iterations: number;
  readonly descent: number;
  readonly perClass: number;
  readonly seed: number;
  readonly out?: string;
}

const HELP = `
The hole is filled again and again by what encoder and generator make of the whole image (Eq. 8 of the paper); pixels outside it stay
as they are. A row shows the image after every time. Without files each row takes a held-out image of a class. PSNR and SSIM compare
with the truth inside the holes; for files under a --mask the truth is not known. Examples:
  $ cvg inpaint runs/mine
  $ cvg inpaint runs/mine --per-class 10 --descent 100     compares with gradient descent on z, over more images
  $ cvg inpaint runs/mine scratched.jpg --class tulip --mask scratches.png --out whole.png`;

export function addInpaint(program: Command, context: CommandContext): void {
  program
    .command('inpaint')
    .summary('fill holes in images')
    .description('Fills holes in images.')
    .argument('<run>', 'folder of the run')
    .argument('[files...]', 'image files; their class is --class, or the name of their folder')
    .option('--class <names...>', 'class of the files, or classes to take images from (default: all)')
    .option('--mask <file>', 'image that is white where pixels are missing (default: a square somewhere)')
    .option('--iterations <n>', 'how often the hole is filled', integer(1), 10)
    .addOption(descentOption())
    .option('--per-class <n>', 'held-out images of each class', integer(1), 1)
    .option('--seed <n>', 'of the places of the squares', integer(0), 0)
    .option('--out <file>', 'picture to write (default: inpaint.png in the run)')
    .addHelpText('after', HELP)
    .action((folder: string, files: readonly string[], flags: InpaintFlags) =>
      withModel(folder, context, async (run, model) => {
        const { mask, iterations, descent, perClass, seed, out = join(folder, 'inpaint.png') } = flags;
        const networks = encoderAndGenerator(run, model);
        const images = await imagesToUse(run, model, { files, classes: flags.class, perClass });
        const masks = mask === undefined ? undefined : await maskOfFile(mask, images.images.shape[1]);
        const grid = await inpaintImages(networks, images, { masks, iterations, descent, seed });
        await printPicture(out, grid, model, context);
        if (files.length === 0 || mask === undefined) context.print(formatSimilarity(grid.similarity));
      }),
    );
}
