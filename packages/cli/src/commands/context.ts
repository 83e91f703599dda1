import type { Progress } from '../ui/progress.js';

/** What a command works with. */
export interface CommandContext {
  /** A line of a result, to standard output. */
  print(line: string): void;
  /** For the person who waits, to standard error. */
  readonly progress: Progress;
  /**
   * Does work that Ctrl-C asks to end.
   * @param message - Shown at once when it does.
   * @param left - What there is when it has ended. @default 'nothing was left behind'
   */
  interruptible<T>(message: string, work: (signal: AbortSignal) => Promise<T>, left?: string): Promise<T>;
}
