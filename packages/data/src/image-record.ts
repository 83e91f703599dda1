import type { FaceLandmarks } from './canonical-face.js';
import type { RejectedFile } from './rejected-file.js';

/**
 * A rectangle in a photo.
 * Convention: pixels of the stored photo, before any turn its EXIF orientation asks for; x goes right, y down, from 0, the outer
 * edge of the top-left pixel (landmarks count from its centre). The box ends before `x + width` and `y + height`.
 */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An image that says which pixels of a photo show the object. It may be of another size: it covers the whole photo. */
export interface Mask {
  /** Relative to the data set's folder, with `/`. */
  readonly file: string;
  /** What {@link Mask.color} marks: the object (all else is background), or the background (all else is the object). */
  readonly marks: 'object' | 'background';
  /** sRGB, 0 to 255; colours within 64 of it in every channel count as it, since masks are stored as JPEG, too. */
  readonly color: readonly [red: number, green: number, blue: number];
}

/** One image of a data set before it is decoded: what every reader of a layout yields. */
export interface ImageRecord {
  /** Relative to the data set's folder, with `/`. */
  readonly file: string;
  readonly className: string;
  /** Where the data set's own split puts it. */
  readonly split?: 'train' | 'held-out';
  /** Where the object is, pixel by pixel. */
  readonly mask?: Mask;
  /** Where the object is. */
  readonly box?: Box;
  /** Where the parts of a face are, in the photo as it is shown: turned as its EXIF orientation says. */
  readonly landmarks?: FaceLandmarks;
}

/** All records of a data set, and what its reader left out. */
export interface ImageListing {
  /** The folder that the files of the records are relative to. */
  readonly root: string;
  /** How the data set is laid out, such as `cub-200-2011`; written into the manifest. */
  readonly layout: string;
  /** Ordered by class, then by file. */
  readonly records: readonly ImageRecord[];
  /** Every class, in order, with or without images. */
  readonly classes: readonly string[];
  readonly rejected: readonly RejectedFile[];
}
