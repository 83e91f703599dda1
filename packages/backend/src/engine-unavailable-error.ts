const MARKER = Symbol.for('@cvg/backend/EngineUnavailableError');

/** An engine cannot run on this machine or in this browser; `reason` says what is missing. */
export class EngineUnavailableError extends Error {
  override readonly name = 'EngineUnavailableError';
  /** @internal */
  readonly [MARKER] = true;

  constructor(
    /** The engine that was asked for, or `'auto'`. */
    readonly engine: string,
    /** Why it cannot run. */
    readonly reason: string,
  ) {
    super(`useBackend: engine '${engine}' cannot run here: ${reason}.`);
  }

  /** Whether `value` is such an error; also true across duplicated copies of this package. */
  static isInstance(value: unknown): value is EngineUnavailableError {
    return typeof value === 'object' && value !== null && MARKER in value;
  }
}
