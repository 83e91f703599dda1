import type { RejectedFile } from './rejected-file.js';

/** One image of a data set before it is decoded: what every reader of a layout yields. */
export interface ImageRecord {
  /** Where the file is. */
  readonly path: string;
  /** How the data set names it: relative to its folder, with `/`. */
  readonly file: string;
  readonly className: string;
}

/** All records of a data set, and what its reader left out. */
export interface ImageListing {
  /** Ordered by class, then by file. */
  readonly records: readonly ImageRecord[];
  /** Every class, in order, with or without images. */
  readonly classes: readonly string[];
  readonly rejected: readonly RejectedFile[];
}
