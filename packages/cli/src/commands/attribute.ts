import { join } from 'node:path';
import type { Command } from 'commander';
import { plural } from '../ui/format.js';
import { attributeImages } from '../workflows/attribute-images.js';
import { imagesOfFolder } from '../workflows/labelled-images.js';
import { encoderAndGenerator } from '../workflows/load-model.js';
import type { CommandContext } from './context.js';
import { imagesToUse } from './images-to-use.js';
import { numbers } from './option-parsers.js';
import { printPicture } from './print-picture.js';
import { withModel } from './with-model.js';

interface AttributeFlags {
  readonly with: string;
  readonly without: string;
  readonly class?: readonly string[];
  readonly strengths?: readonly number[];
  readonly out?: string;
}

const HELP = `
Both groups are folders with one folder of images a class, named as the run's classes: with-glasses/Ann/1.jpg ... The direction is the
difference of the groups' mean latent vectors; both should have the same classes in about the same shares. Examples:
  $ cvg attribute runs/mine --with with-glasses --without without-glasses
  $ cvg attribute runs/mine Ann/7.jpg --with with-glasses --without without-glasses --strengths 0 1 2`;

export function addAttribute(program: Command, context: CommandContext): void {
  program
    .command('attribute')
    .summary('give images more or less of an attribute')
    .description(
      'Finds the direction from images without an attribute to images with it, and moves others along it.',
    )
    .argument('<run>', 'folder of the run')
    .argument('[files...]', 'image files to change; their class is --class, or the name of their folder')
    .requiredOption('--with <folder>', 'images that have the attribute')
    .requiredOption('--without <folder>', 'images that do not')
    .option('--class <names...>', 'class of the files, or classes to take images from (default: all)')
    .option(
      '--strengths <numbers...>',
      'how far to go: 0 nowhere, 1 the difference of the groups (default: -1 -0.5 0 0.5 1)',
      numbers,
    )
    .option('--out <file>', 'picture to write (default: attribute.png in the run)')
    .addHelpText('after', HELP)
    .action((folder: string, files: readonly string[], flags: AttributeFlags) =>
      withModel(folder, context, async (run, model) => {
        const { strengths, out = join(folder, 'attribute.png') } = flags;
        const networks = encoderAndGenerator(run, model);
        const withIt = await imagesOfFolder(run, model, flags.with);
        const without = await imagesOfFolder(run, model, flags.without);
        const images = await imagesToUse(run, model, { files, classes: flags.class, perClass: 1 });
        const grid = await attributeImages(networks, images, { withIt, without, strengths });
        await printPicture(out, grid, model, context);
        const [many, few] = [withIt.names.length, without.names.length];
        context.print(`groups   ${plural(many, 'image')} with, ${plural(few, 'image')} without`);
      }),
    );
}
