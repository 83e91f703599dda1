const marker = Symbol.for('@cvg/losses.ShapeError');

/** A tensor does not have the shape a function needs. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
  readonly [marker] = true;

  constructor(
    /** The function and argument, such as `meanFeatureMatching: fake`. */
    readonly argument: string,
    /** What was expected; a letter stands for any size of at least 1. */
    readonly expected: readonly (number | string)[],
    /** The shape that came. */
    readonly actual: readonly number[],
  ) {
    super(`${argument}: expected shape [${expected.join(',')}], got [${actual.join(',')}].`);
  }

  /** Whether `error` is a ShapeError, also one of another copy of this package. */
  static isInstance(error: unknown): error is ShapeError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}
