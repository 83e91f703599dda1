import type { EngineChoice } from '@cvg/backend';
import type { Command } from 'commander';
import { formatVerification } from '../ui/format-verification.js';
import { verifyFaces } from '../workflows/verify-faces.js';
import { writeVerificationReport } from '../workflows/write-verification-report.js';
import type { CommandContext } from './context.js';
import { integer } from './option-parsers.js';
import { engineOption, seedsOption } from './shared-options.js';

interface VerifyFlags {
  readonly data: string;
  readonly augmented?: readonly string[];
  readonly images: string;
  readonly pairs: string;
  readonly out: string;
  readonly steps: number;
  readonly seeds: readonly number[];
  readonly flip: boolean;
  readonly engine: EngineChoice;
}

const HELP = `
Does a recognition network get better by generated images? One learns from real images alone, and one from these with each --augmented
folder; each tells pairs of photos of one person from pairs of two by the cosine similarity of its features (Table 2 of the paper).
Nothing is learned from people of the pairs. All images are prepared in one size. A list without folds is cut into ten.
Examples:
  $ cvg prepare --from lfw --out prepared/lfw --size 64
  $ cvg augment runs/mine --out more
  $ cvg augment runs/mine --out new --mix 5000
  $ cvg verify --data prepared/scrub --augmented more new --images prepared/lfw --pairs lfw/pairs.txt --seeds 0,1,2

When it was interrupted, the same command goes on with the networks that are not trained yet. <out>/report.html shows the table and the
curves, <out>/verification.json has all numbers.`;

export function addVerify(program: Command, context: CommandContext): void {
  program
    .command('verify')
    .summary('measure what generated images are worth for recognising faces')
    .description(
      'Trains recognition networks with and without generated images, and verifies pairs of photos.',
    )
    .requiredOption('--data <folder>', 'prepared folder of real images to learn from')
    .requiredOption('--images <folder>', 'prepared folder with the photos of the pairs')
    .requiredOption('--pairs <file>', "list of pairs, as LFW's pairs.txt")
    .option('--out <folder>', 'folder of the result', 'runs/verify')
    .option('--augmented <folder...>', 'prepared folders, each added to the real images by itself')
    .option('--steps <n>', 'steps of 64 images in which each network learns', integer(1), 2000)
    .addOption(seedsOption('a network for each, as 0,1,2'))
    .option('--no-flip', 'never mirror images')
    .addOption(engineOption())
    .addHelpText('after', HELP)
    .action(async (flags: VerifyFlags) => {
      const { print, progress } = context;
      const verification = await context.interruptible(
        'Stopping.',
        (signal) => verifyFaces({ ...flags, progress, signal }),
        'the same command goes on with the networks that are not trained yet',
      );
      print(formatVerification(verification));
      print(`Report: ${await writeVerificationReport(flags.out, verification)}`);
    });
}
