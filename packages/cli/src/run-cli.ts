import { createRequire } from 'node:module';
import { Command } from 'commander';
import { addAblate } from './commands/ablate.js';
import { addAttribute } from './commands/attribute.js';
import { addAugment } from './commands/augment.js';
import { addCompare } from './commands/compare.js';
import type { CommandContext } from './commands/context.js';
import { addDoctor } from './commands/doctor.js';
import { addEvaluate } from './commands/evaluate.js';
import { addExport } from './commands/export.js';
import { addInpaint } from './commands/inpaint.js';
import { addMorph } from './commands/morph.js';
import { addPrepare } from './commands/prepare.js';
import { addResume } from './commands/resume.js';
import { addSample } from './commands/sample.js';
import { addSuperResolve } from './commands/super-resolve.js';
import { addTrain } from './commands/train.js';
import { addVerify } from './commands/verify.js';
import { runProgram } from './run-program.js';
import { interruptible } from './ui/interrupts.js';
import { streamProgress } from './ui/stream-progress.js';

const HELP = `
In five minutes, from photos in one folder a class:
  $ cvg train --data my-photos --out runs/mine --size 32 --steps 1500
  $ cvg sample runs/mine
  $ cvg evaluate runs/mine

Exit codes: 0 done, 1 failed, 2 not understood, 130 interrupted. cvg help <command> has examples for each.`;

const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };

/** Runs one command line (without the program's own name), prints, and returns the exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  const progress = streamProgress(process.stderr);
  const context: CommandContext = {
    print: (line) => process.stdout.write(`${line}\n`),
    progress,
    interruptible: (message, work, left) => interruptible(() => progress.note(message), work, left),
  };
  const program = new Command('cvg')
    .description('Trains a CVAE-GAN on your images, and draws, morphs, fills and judges images with it.')
    .version(version)
    .addHelpText('after', HELP);
  for (const add of [
    addPrepare,
    addTrain,
    addResume,
    addSample,
    addMorph,
    addInpaint,
    addSuperResolve,
    addAttribute,
    addAugment,
    addEvaluate,
    addExport,
    addCompare,
    addAblate,
    addVerify,
    addDoctor,
  ]) {
    add(program, context);
  }
  return runProgram(program, args, progress);
}
