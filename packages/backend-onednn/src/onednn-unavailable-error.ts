const MARKER = Symbol.for('@cvg/backend-onednn/OnednnUnavailableError');

/** oneDNN cannot be used here; `reason` says why and what to do about it, in one line. */
export class OnednnUnavailableError extends Error {
  override readonly name = 'OnednnUnavailableError';
  /** @internal */
  readonly [MARKER] = true;

  constructor(
    /** Why, and what to type to change it. */
    readonly reason: string,
  ) {
    super(`registerOnednnBackend: ${reason}.`);
  }

  /** Whether `value` is such an error; also true across duplicated copies of this package. */
  static isInstance(value: unknown): value is OnednnUnavailableError {
    return typeof value === 'object' && value !== null && MARKER in value;
  }
}
