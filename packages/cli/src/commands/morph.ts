import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { RunError } from '../errors.js';
import { formatCount } from '../ui/format.js';
import { joinImages, sliceImages } from '../workflows/image-arrays.js';
import { imagesOfRun, type LabelledImages } from '../workflows/labelled-images.js';
import { encoderAndGenerator, type Model } from '../workflows/load-model.js';
import { morphFigure, morphPairs } from '../workflows/morph-images.js';
import type { Run } from '../workflows/open-run.js';
import { isAnimation, saveAnimation } from '../workflows/save-animation.js';
import type { CommandContext } from './context.js';
import { classesToUse, imagesToUse } from './images-to-use.js';
import { integer } from './option-parsers.js';
import { printPicture } from './print-picture.js';
import { withModel } from './with-model.js';

interface MorphFlags {
  readonly class?: readonly string[];
  readonly between?: boolean;
  readonly perClass: number;
  readonly steps?: number;
  readonly path: 'linear' | 'spherical';
  readonly out?: string;
}

const HELP = `
Between the first image and its first reconstruction, and likewise at the other end, you see what the encoder lost. Without
files each row takes two held-out images of a class. A name that ends in .gif or .webp gives an animation there and back. Examples:
  $ cvg morph runs/mine
  $ cvg morph runs/mine --class tulip --per-class 4
  $ cvg morph runs/mine --class tulip rose lily --between     from class to class
  $ cvg morph runs/mine --path spherical --out morph.webp
  $ cvg morph runs/mine tulip/first.jpg rose/second.jpg
  $ cvg morph runs/mine first.jpg second.jpg --class tulip --steps 12 --out morph.png`;

export function addMorph(program: Command, context: CommandContext): void {
  program
    .command('morph')
    .summary('turn one image into another')
    .description('Turns one image into another, step by step.')
    .argument('<run>', 'folder of the run')
    .argument('[first]', 'image file; its class is --class, or the name of its folder')
    .argument('[second]', 'image file')
    .option('--class <names...>', 'class of the files, or classes to take images from (default: all)')
    .option('--between', 'from each class to the next one')
    .option('--per-class <n>', 'pairs of each class', integer(1), 1)
    .option('--steps <n>', 'images from one end to the other (default: 8, of an animation 24)', integer(2))
    .addOption(
      new Option('--path <name>', 'way between the latent vectors')
        .choices(['linear', 'spherical'])
        .default('linear'),
    )
    .option(
      '--out <file>',
      'picture (.png) or animation (.gif, .webp) to write (default: morph.png in the run)',
    )
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
          const { path, out = join(folder, 'morph.png') } = flags;
          const { steps = isAnimation(out) ? 24 : 8 } = flags;
          const networks = encoderAndGenerator(run, model);
          const pairs = await pairsToMorph(run, model, files, flags);
          const morphed = await morphPairs(networks, pairs, { steps, path });
          if (!isAnimation(out)) return printPicture(out, morphFigure(morphed), model, context);
          await saveAnimation(out, { images: morphed.way, columns: steps });
          context.print(
            `${out}  ${morphed.way.rows} x ${steps} images, there and back, from step ${formatCount(model.step)}`,
          );
        });
      },
    );
}

/** First and second image of each row, one after the other. */
async function pairsToMorph(
  run: Run,
  model: Model,
  files: readonly string[],
  { class: classes, between = false, perClass }: MorphFlags,
): Promise<LabelledImages> {
  if (files.length > 0 || !between)
    return imagesToUse(run, model, { files, classes, perClass: 2 * perClass });
  const chain = classesToUse(run, model, classes);
  if (chain.length < 2) throw new RunError(run.folder.folder, '--between needs two classes or more');
  const ends = chain.slice(1).flatMap((next, index) => [chain[index] ?? -1, next]);
  const { images, names, labels } = await imagesOfRun(run, model, ends, perClass);
  // Of each end there are `perClass` images: pair the first ones, the second ones, ...
  const order = ends.flatMap((_, end) =>
    end % 2 === 1
      ? []
      : Array.from({ length: perClass }, (_, row) => [
          end * perClass + row,
          (end + 1) * perClass + row,
        ]).flat(),
  );
  return {
    images: joinImages(order.map((index) => sliceImages(images, index, index + 1))),
    names: order.map((index) => names[index] ?? ''),
    labels: labels && order.map((index) => labels[index] ?? -1),
  };
}
