import type { Command } from 'commander';
import { openRun } from '../workflows/open-run.js';
import type { CommandContext } from './context.js';
import { integer } from './option-parsers.js';
import { trainAndReport } from './train-and-report.js';

const HELP = `
The run goes on exactly as if it had never stopped, from its newest sound checkpoint, with the configuration it has; a
killed process loses the steps since then. Examples:
  $ cvg resume runs/mine                 to the number of steps it was planned for
  $ cvg resume runs/mine --steps 20000   further`;

export function addResume(program: Command, context: CommandContext): void {
  program
    .command('resume')
    .summary('go on with a run')
    .description('Goes on with a run that was interrupted, or trains it longer.')
    .argument('<run>', 'folder of the run')
    .option('--steps <n>', 'steps in all (default: what the run was planned for)', integer(1))
    .addHelpText('after', HELP)
    .action(async (folder: string, { steps }: { readonly steps?: number }) => {
      const run = await openRun(folder);
      await trainAndReport(run, { steps: steps ?? run.config.steps }, context);
    });
}
