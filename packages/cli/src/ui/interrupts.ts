/** A second copy of one key press (package managers pass signals on) arrives within this time, in milliseconds. */
const ONE_PRESS = 400;

/** Exit code of a process that was interrupted. */
export const INTERRUPTED = 130;

const marker = Symbol.for('@cvg/cli.InterruptedError');

/** Work was ended by Ctrl-C; the message says what is left and how to go on. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly [marker] = true;

  /** Whether `error` is an InterruptedError, also one of another copy of this package. */
  static isInstance(error: unknown): error is InterruptedError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}

/**
 * Does work that Ctrl-C (SIGINT) or SIGTERM asks to end, by the signal it is given; a second Ctrl-C ends the process at
 * once.
 * @param onFirst - Called at the first.
 * @param work - Is given the signal to end by.
 * @param left - What the error says of what there is then.
 * @returns What the work returns.
 * @throws InterruptedError - The work gave up because of the signal.
 */
export async function interruptible<T>(
  onFirst: () => void,
  work: (signal: AbortSignal) => Promise<T>,
  left = 'nothing was left behind',
): Promise<T> {
  const controller = new AbortController();
  let first: number | undefined;
  const interrupt = (): void => {
    if (first === undefined) {
      first = performance.now();
      onFirst();
      controller.abort();
    } else if (performance.now() - first > ONE_PRESS) {
      process.exit(INTERRUPTED);
    }
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (controller.signal.aborted && error === controller.signal.reason) {
      throw new InterruptedError(`Interrupted; ${left}.`);
    }
    throw error;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
