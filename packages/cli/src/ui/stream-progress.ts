import { barProgress } from './bar-progress.js';
import { lineProgress } from './line-progress.js';
import type { Progress } from './progress.js';

/**
 * Progress on a stream such as `process.stderr`: a bar on a terminal, plain lines elsewhere.
 * @param stream - Where it is written.
 * @returns Progress, as the workflows take it.
 */
export function streamProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? barProgress(stream) : lineProgress((line) => stream.write(`${line}\n`));
}
