import type { Command } from 'commander';
import { formatEvaluation } from '../ui/format-evaluation.js';
import { evaluateRun } from '../workflows/evaluate-run.js';
import { openRun } from '../workflows/open-run.js';
import { writeRunReport } from '../workflows/write-run-report.js';
import type { CommandContext } from './context.js';
import { integer } from './option-parsers.js';

interface EvaluateFlags {
  readonly perClass: number;
  readonly evaluatorSteps: number;
  readonly seed: number;
}

const HELP = `
The judge is a classifier of its own, trained on the run's real training images only, and kept in the run's folder. Beside the
generated images it judges held-out real ones: what a perfect generator would get. Read the numbers together: top-1 and score say
nothing about variety inside a class, the deviation ratio (1: as varied as real images) nothing about quality. Examples:
  $ cvg evaluate runs/mine
  $ cvg evaluate runs/mine --per-class 500 --evaluator-steps 3000`;

export function addEvaluate(program: Command, context: CommandContext): void {
  program
    .command('evaluate')
    .summary('measure how good the images are')
    .description(
      'Measures generated images with an independent classifier, beside real ones, and renews the report.',
    )
    .argument('<run>', 'folder of the run')
    .option('--per-class <n>', 'images of each class to judge', integer(2), 100)
    .option('--evaluator-steps <n>', 'steps in which the judge learns', integer(1), 1000)
    .option('--seed <n>', 'of the noise', integer(0), 0)
    .addHelpText('after', HELP)
    .action(async (folder: string, flags: EvaluateFlags) => {
      const { progress, print } = context;
      const run = await openRun(folder);
      try {
        const evaluation = await context.interruptible('Stopping.', (signal) =>
          evaluateRun(run, { ...flags, progress, signal }),
        );
        print(formatEvaluation(evaluation));
        print(`Report: ${await writeRunReport(run)}`);
      } finally {
        await run.folder.close();
      }
    });
}
