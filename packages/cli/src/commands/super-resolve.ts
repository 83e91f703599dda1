import { join } from 'node:path';
import type { Command } from 'commander';
import { formatSimilarity } from '../ui/format-similarity.js';
import { keptEvaluator } from '../workflows/kept-evaluator.js';
import { imagesOfFiles, imagesOfRun, type LabelledImages } from '../workflows/labelled-images.js';
import { encoderAndGenerator } from '../workflows/load-model.js';
import { openRunData, type Run } from '../workflows/open-run.js';
import type { SimilarityRow } from '../workflows/similarity.js';
import {
  compareEnlarged,
  reducedImages,
  superResolutionFigure,
  superResolveImages,
  type EnlargedImages,
} from '../workflows/super-resolve-images.js';
import type { CommandContext } from './context.js';
import { classesToUse, labelsOfFiles } from './images-to-use.js';
import { integer, oneOf } from './option-parsers.js';
import { printPicture } from './print-picture.js';
import { descentOption } from './shared-options.js';
import { withModel } from './with-model.js';

interface SuperResolveFlags {
  readonly class?: readonly string[];
  readonly factor: 2 | 4 | 8;
  readonly perClass: number;
  readonly iterations: number;
  readonly descent: number;
  readonly out?: string;
}

const HELP = `
The small image is enlarged, goes through encoder and generator, and gets its low frequencies back: reduced again, every result
is the small image exactly. Without files held-out images are reduced, and each way is compared with the originals: PSNR and SSIM over
--per-class images of each class, and top-1 by the judge that cvg evaluate leaves. Files are taken as small images. Examples:
  $ cvg super-resolve runs/mine --factor 4
  $ cvg super-resolve runs/mine --factor 2 --descent 100     compares with gradient descent on z
  $ cvg super-resolve runs/mine thumbnail.png --class tulip --factor 8 --out large.png`;

export function addSuperResolve(program: Command, context: CommandContext): void {
  program
    .command('super-resolve')
    .summary('enlarge small images')
    .description('Enlarges images that are 2, 4 or 8 times smaller than those of the run.')
    .argument('<run>', 'folder of the run')
    .argument('[files...]', 'small image files')
    .option('--class <names...>', 'class of the files, or classes to take images from (default: all)')
    .option('--factor <n>', 'by how much: 2, 4 or 8', oneOf([2, 4, 8]), 4)
    .option('--per-class <n>', 'held-out images of each class to compare', integer(1), 10)
    .option('--iterations <n>', 'how often the image goes through the networks', integer(1), 10)
    .addOption(descentOption())
    .option('--out <file>', 'picture to write (default: super-resolve.png in the run)')
    .addHelpText('after', HELP)
    .action((folder: string, files: readonly string[], flags: SuperResolveFlags) =>
      withModel(folder, context, async (run, model) => {
        const { factor, perClass, out = join(folder, 'super-resolve.png') } = flags;
        const { iterations, descent } = flags;
        const options = { iterations, descent };
        const networks = encoderAndGenerator(run, model);
        if (files.length > 0) {
          const labels = labelsOfFiles(run, model, files, flags.class);
          const small = await imagesOfFiles(run, files, labels, factor);
          const ways = await superResolveImages(networks, small, options);
          return printPicture(out, superResolutionFigure(ways, { names: files }), model, context);
        }
        const whole = await imagesOfRun(run, model, classesToUse(run, model, flags.class), perClass);
        const ways = await superResolveImages(networks, reducedImages(whole, factor), options);
        const figure = { names: whole.names, original: whole.images, every: perClass };
        await printPicture(out, superResolutionFigure(ways, figure), model, context);
        const rows = await compare(run, ways, whole);
        context.print(formatSimilarity(rows));
        if (model.classes.length > 0 && rows.every(({ top1 }) => top1 === undefined)) {
          context.progress.note(`For top-1 there has to be a judge: cvg evaluate ${folder}`);
        }
      }),
    );
}

async function compare(run: Run, ways: EnlargedImages, whole: LabelledImages): Promise<SimilarityRow[]> {
  const { images, labels } = whole;
  if (labels === undefined) return compareEnlarged(ways, images, {});
  const data = await openRunData(run);
  const judge = await keptEvaluator(run, data).finally(() => data.close());
  try {
    return await compareEnlarged(ways, images, { labels, judge });
  } finally {
    judge?.dispose();
  }
}
