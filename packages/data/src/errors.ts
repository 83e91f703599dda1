import type { RejectedFile, RejectionReason } from './rejected-file.js';

const dataMarker = Symbol.for('@cvg/data.DataError');
const rejectedMarker = Symbol.for('@cvg/data.ImageRejectedError');
const emptyMarker = Symbol.for('@cvg/data.NoImagesError');

const isMarked = (error: unknown, marker: symbol): boolean =>
  typeof error === 'object' && error !== null && marker in error;

/** A file, a folder or a saved position is not what was expected. */
export class DataError extends Error {
  override readonly name: string = 'DataError';
  readonly [dataMarker] = true;

  constructor(
    /** The file, or the function and argument. */
    readonly source: string,
    /** What was expected and what came. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${source}: ${reason}.`, options);
  }

  /** Whether `error` is a DataError, also one of another copy of this package. */
  static isInstance(error: unknown): error is DataError {
    return isMarked(error, dataMarker);
  }
}

/** One image cannot be used. Data sets list such images and go on; only `loadImages` and `decodeImage` throw it. */
export class ImageRejectedError extends Error {
  override readonly name = 'ImageRejectedError';
  readonly [rejectedMarker] = true;

  constructor(
    /** The file, or `image` for bytes without a name. */
    readonly file: string,
    readonly reason: RejectionReason,
    /** What exactly is wrong with it. */
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}: ${detail}.`, options);
  }

  /** Whether `error` is an ImageRejectedError, also one of another copy of this package. */
  static isInstance(error: unknown): error is ImageRejectedError {
    return isMarked(error, rejectedMarker);
  }
}

/** A data set without a single usable image. */
export class NoImagesError extends DataError {
  override readonly name = 'NoImagesError';
  readonly [emptyMarker] = true;

  constructor(
    source: string,
    /** Every file that was tried, and why it was not used. */
    readonly rejected: readonly RejectedFile[],
  ) {
    super(source, describe(rejected));
  }

  /** Whether `error` is a NoImagesError, also one of another copy of this package. */
  static override isInstance(error: unknown): error is NoImagesError {
    return isMarked(error, emptyMarker);
  }
}

function describe(rejected: readonly RejectedFile[]): string {
  if (rejected.length === 0) return 'no image was found';
  const shown = rejected.slice(0, 3).map(({ file, reason, detail }) => `${file} (${reason}: ${detail})`);
  const more = rejected.length > shown.length ? ` and ${rejected.length - shown.length} more` : '';
  return `none of ${rejected.length} files could be used: ${shown.join(', ')}${more}`;
}
