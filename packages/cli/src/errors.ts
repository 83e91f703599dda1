const runMarker = Symbol.for('@cvg/cli.RunError');

/** A run cannot do what was asked of it; the message says why and what to do. */
export class RunError extends Error {
  override readonly name = 'RunError';
  readonly [runMarker] = true;

  constructor(
    /** The run's folder. */
    readonly folder: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${folder}: ${reason}.`, options);
  }

  /** Whether `error` is a RunError, also one of another copy of this package. */
  static isInstance(error: unknown): error is RunError {
    return typeof error === 'object' && error !== null && runMarker in error;
  }
}
