import { CommanderError, type Command } from 'commander';
import { failureLine } from './ui/failure-line.js';
import { INTERRUPTED, InterruptedError } from './ui/interrupts.js';
import type { Progress } from './ui/progress.js';

/** Text for a reader that has gone, as in `cvg --help | head`, is dropped; the work itself goes on. */
function dropUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/**
 * Runs a program of commander and returns its exit code: 0 done, 1 failed, 2 not understood, 130 interrupted. An error becomes one line on standard
 * error, with `--debug` all that is known about it; it never throws.
 * @param program - With its commands and options.
 * @param args - Without the program's own name.
 * @param progress - Ended before an error is written.
 * @returns The exit code.
 */
export async function runProgram(
  program: Command,
  args: readonly string[],
  progress: Progress,
): Promise<number> {
  for (const stream of [process.stdout, process.stderr])
    stream.off('error', dropUnread).on('error', dropUnread);
  program.option('--debug', 'show where an error came from');
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (InterruptedError.isInstance(error)) {
      progress.note(error.message);
      return INTERRUPTED;
    }
    const debug = program.opts<{ debug?: boolean }>().debug === true;
    process.stderr.write(`${failureLine(error, debug)}\n`);
    return 1;
  }
}
