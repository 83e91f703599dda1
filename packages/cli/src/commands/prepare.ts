import { join } from 'node:path';
import type { Crop } from '@cvg/data';
import { Option, type Command } from 'commander';
import { formatCount, plural } from '../ui/format.js';
import {
  DATASET_NAMES,
  prepareDataset,
  type DatasetName,
  type PreparedDataset,
} from '../workflows/prepare-dataset.js';
import { countsByReason } from '../workflows/prepare-report-sections.js';
import { writePrepareReport } from '../workflows/write-prepare-report.js';
import type { CommandContext } from './context.js';
import { integer, oneOf } from './option-parsers.js';
import { names, namesOrNumber, share } from './prepare-parsers.js';
import { cropOption } from './crop-option.js';

interface PrepareFlags {
  readonly dataset?: DatasetName;
  readonly from: string;
  readonly out: string;
  readonly size: number;
  readonly channels?: 1 | 3;
  readonly crop?: Crop;
  readonly eyeDistance?: number;
  readonly faces?: 'main' | 'all';
  readonly landmarks?: string;
  readonly classes?: readonly string[];
  readonly minImages?: number;
  readonly maxPerClass?: number;
  readonly heldOutFraction?: number;
  readonly heldOutPerClass?: number;
  readonly heldOutClasses?: readonly string[] | number;
  readonly seed: number;
  readonly overwrite?: boolean;
}

const HELP = `
Every image becomes a square of --size pixels; files that cannot be used are listed with the reason. What --crop takes of a photo:
  face    aligned, with the tip of the nose in the middle (for lfw and facescrub; needs the packages that cvg names if they are missing)
  mask    the rectangle around the data set's mask (where there are masks), stretched
  box     the data set's box, stretched         whole   all of it, stretched         center  the largest square in the middle (else)

Examples:
  $ cvg prepare --dataset lfw --from lfw --out prepared/lfw --size 128 --min-images 20
  $ cvg prepare --from flowers17 --out prepared/flowers --size 128
  $ cvg prepare --from CUB_200_2011 --out prepared/birds --size 128 --crop whole --classes 001.Black_footed_Albatross,002.Laysan_Albatross
  $ cvg prepare --from lfw --out prepared/people --size 128 --held-out-classes 10     ten people to verify, not to learn from

Ctrl-C stops at once, and the same command goes on from there; so it does after a crash or a full disk. <out>/report.html shows what was
taken of the photos, and what was left out and why. Then: cvg train --data <out> --size <n>.`;

export function addPrepare(program: Command, context: CommandContext): void {
  program
    .command('prepare')
    .summary('make images of one size out of a data set')
    .description(
      'Crops, aligns and scales the photos of a data set into a folder to train from, and shows what came of it.',
    )
    .addOption(
      new Option('--dataset <name>', 'what the folder holds (default: found out)').choices(DATASET_NAMES),
    )
    .requiredOption('--from <folder>', 'folder of the data set')
    .requiredOption('--out <folder>', 'folder to write')
    .option('--size <pixels>', 'side of the images', integer(1), 128)
    .option('--channels <n>', '3 colour, 1 grey (default: 3)', oneOf([1, 3]))
    .addOption(cropOption())
    .option('--eye-distance <share>', 'distance of the eyes as a part of the side (default: 0.3)', share)
    .addOption(
      new Option(
        '--faces <which>',
        'of several faces the largest near the middle, or all (default: main)',
      ).choices(['main', 'all']),
    )
    .option('--landmarks <file>', 'CSV file of landmarks to take instead of looking for faces')
    .option('--classes <names>', 'only these classes: a,b,c or a file with one a line', names)
    .option('--min-images <n>', 'leave out classes with fewer images', integer(1))
    .option('--max-per-class <n>', 'at most so many images of a class, drawn', integer(1))
    .option(
      '--held-out-fraction <share>',
      'part of every class kept for judging (default: 0.1, or the official split)',
      share,
    )
    .option('--held-out-per-class <n>', 'instead, so many images of every class', integer(1))
    .option('--held-out-classes <names or n>', 'instead, all images of some classes', namesOrNumber)
    .option('--seed <n>', 'of what is drawn', integer(0), 0)
    .option('--overwrite', 'replace a prepared folder of that name')
    .addHelpText('after', HELP)
    .action(async (flags: PrepareFlags) => {
      const { print, progress } = context;
      const { out } = flags;
      const onComplete = (complete: PreparedDataset): Promise<string> =>
        writePrepareReport(complete, { title: `Prepared: ${out}` });
      const { data } = await context.interruptible(
        'Stopping.',
        (signal) => prepareDataset({ ...flags, onComplete, progress, signal }),
        'the same command goes on where it stopped',
      );
      try {
        const [n, height, width, channels] = data.manifest.images.shape;
        const { rejected } = data.manifest;
        const { length: numHeldOut } = data.rows('held-out');
        print(
          `${plural(n, 'image')} of ${plural(data.numClasses, 'class', 'es')}, ${height} x ${width} x ${channels}: ${formatCount(n - numHeldOut)} to learn from, ${formatCount(numHeldOut)} held out.`,
        );
        if (rejected.length > 0) {
          const counts = countsByReason(rejected).map(([reason, count]) => `${formatCount(count)} ${reason}`);
          print(`${plural(rejected.length, 'file')} left out: ${counts.join(', ')}.`);
        }
        print(`Report: ${join(out, 'report.html')}`);
        print(`Train: cvg train --data ${out} --size ${height} --out <run>`);
      } finally {
        await data.close();
      }
    });
}
