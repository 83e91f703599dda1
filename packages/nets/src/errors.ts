const shapeMarker = Symbol.for('@cvg/nets.ShapeError');
const formatMarker = Symbol.for('@cvg/nets.WeightsFormatError');

/** A tensor does not have the shape a network needs. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
  readonly [shapeMarker] = true;

  constructor(
    /** The function and argument, such as `generate: z`. */
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
    return typeof error === 'object' && error !== null && shapeMarker in error;
  }
}

/** Bytes or tensors are not the weights that were expected. */
export class WeightsFormatError extends Error {
  override readonly name = 'WeightsFormatError';
  readonly [formatMarker] = true;

  constructor(
    /** The function that refused, such as `decodeSafetensors`. */
    readonly source: string,
    /** What was expected and what came. */
    readonly reason: string,
  ) {
    super(`${source}: ${reason}.`);
  }

  /** Whether `error` is a WeightsFormatError, also one of another copy of this package. */
  static isInstance(error: unknown): error is WeightsFormatError {
    return typeof error === 'object' && error !== null && formatMarker in error;
  }
}
