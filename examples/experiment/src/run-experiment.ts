import { join } from 'node:path';
import {
  interruptible,
  runProgram,
  savePicture,
  streamProgress,
  type LabelledGrid,
  type Progress,
} from '@cvg/cli';
import { Command } from 'commander';
import { replaceFile } from './replace-file.js';
import { WallClock } from './wall-clock.js';

/** What an experiment works with. */
export interface ExperimentContext {
  /** For the person who waits, to standard error. */
  readonly progress: Progress;
  /** Asks the work to end by throwing its reason. What was finished is kept. */
  readonly signal: AbortSignal;
}

/** What an experiment found. */
export interface Findings {
  /** The prepared images. */
  readonly data: { readonly folder: string; readonly fingerprint: string };
  readonly engine: string;
  readonly seeds: readonly number[];
  /** How many of what was measured: `images`, `pairs`, `runs`. */
  readonly n: Readonly<Record<string, number>>;
  /** All numbers: plain JSON. */
  readonly measured: object;
  /** By file name: pictures (PNG), and charts as SVG text. */
  readonly figures: Readonly<Record<string, LabelledGrid | string>>;
  /** For a person, to standard output. */
  readonly text: string;
}

/** The command line of an experiment: `npm run reproduce -- <name>`. */
export const experimentCommand = (name: string, description: string): Command =>
  new Command(`npm run reproduce -- ${name}`).description(description);

const HELP = `
Everything is kept in <out>: result.json has the numbers and what they depend on, beside it lie the figures and the runs. Ctrl-C leaves a
checkpoint, and the same command goes on from there. Other options need another --out, so that nothing is lost.`;

/**
 * Runs an experiment as a program: parses the arguments of this process, works, writes `<out>/result.json` and the figures, and prints
 * the text. The exit code is that of `runProgram`.
 */
export async function runExperiment<Flags extends { readonly out: string }>(
  command: Command,
  work: (flags: Flags, context: ExperimentContext) => Promise<Findings>,
): Promise<void> {
  const progress = streamProgress(process.stderr);
  command.addHelpText('after', HELP).action(async (flags: Flags) => {
    const { out } = flags;
    const clock = await WallClock.continue(join(out, 'wall-seconds.txt'));
    try {
      const findings = await interruptible(
        () => {
          progress.note('Stopping, with a checkpoint. Ctrl-C again ends at once.');
        },
        (signal) => work(flags, { progress, signal }),
        'the same command goes on where it stopped',
      );
      const { figures, text, ...numbers } = findings;
      for (const [file, figure] of Object.entries(figures)) {
        if (typeof figure === 'string') await replaceFile(join(out, file), figure);
        else await savePicture(join(out, file), figure);
      }
      const experiment = command.name().split(' ').at(-1);
      const result = {
        ...{ version: 1, experiment, options: flags, wallSeconds: Math.round(clock.seconds) },
        ...numbers,
        figures: Object.entries(figures).map(([file, figure]) =>
          typeof figure === 'string'
            ? { file }
            : { file, rows: figure.rowLabels, columns: figure.columnLabels },
        ),
      };
      await replaceFile(join(out, 'result.json'), `${JSON.stringify(result, undefined, 2)}\n`);
      console.log(`${text}\n\nNumbers: ${join(out, 'result.json')}`);
    } finally {
      await clock.stop();
    }
  });
  process.exitCode = await runProgram(command, process.argv.slice(2), progress);
}
