/**
 * Measures the engines. Run: npm run bench [-- step|kernels] [options]; `npm run bench -- help step` lists the options.
 */
import { EngineUnavailableError } from '@cvg/backend';
import { Command, Option } from 'commander';
import { allCommand } from './all-command.js';
import { kernelsCommand } from './kernels-command.js';
import { options } from './options.js';
import { PytorchError } from './pytorch.js';
import { stepCommand } from './step-command.js';

const program = new Command('bench').description('Measures the engines, and PyTorch beside them.');
program
  .command('all', { isDefault: true })
  .description('steps at 32, 64 and 128 pixels and convolutions, on every engine that works here')
  .addOption(new Option('--engines <names>', 'only these, separated by commas'))
  .addOption(options.threads())
  .addOption(options.seconds())
  .addOption(options.python())
  .addOption(new Option('--out <file>', 'where all numbers are written').default('runs/bench/bench.json'))
  .action(allCommand);
/** A command that measures one engine at one size. */
const measurement = (name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .addOption(options.size())
    .addOption(options.batch())
    .addOption(options.width())
    .addOption(options.engine())
    .addOption(options.precision())
    .addOption(options.threads());

measurement('step', 'a whole training step: images/s, memory, and with --profile the time by kernel')
  .addOption(options.seconds())
  .addOption(new Option('--profile', 'also print the time by kernel'))
  .addOption(options.python())
  .addOption(options.json())
  .action(stepCommand);
measurement('kernels', "GFLOP/s of a step's convolutions, beside oneDNN called directly")
  .addOption(options.milliseconds())
  .addOption(options.json())
  .action(kernelsCommand);

try {
  await program.parseAsync();
} catch (error) {
  if (!EngineUnavailableError.isInstance(error) && !(error instanceof PytorchError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
