import type { Losses } from './events.js';

const marker = Symbol.for('@cvg/train.NonFiniteLossError');

/** A loss is no finite number. The weights are those before the step. */
export class NonFiniteLossError extends Error {
  override readonly name = 'NonFiniteLossError';
  readonly [marker] = true;

  constructor(
    /** The term, such as `kl` or `discriminator`. */
    readonly term: string,
    /** The step that was not taken. */
    readonly step: number,
    readonly value: number,
  ) {
    super(
      `The loss '${term}' became ${value} at step ${step}. The weights are those before it. A smaller learning rate or another seed may help.`,
    );
  }

  /** Whether `error` is a NonFiniteLossError, also one of another copy of this package. */
  static isInstance(error: unknown): error is NonFiniteLossError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}

/** @throws {NonFiniteLossError} for the first loss that is not finite. */
export function assertFinite(losses: Losses, step: number): void {
  for (const [term, value] of Object.entries(losses)) {
    if (!Number.isFinite(value)) throw new NonFiniteLossError(term, step, value);
  }
}
