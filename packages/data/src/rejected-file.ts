/** Every {@link RejectionReason}. */
export const REJECTION_REASONS = [
  'empty',
  'not-an-image',
  'too-large',
  'damaged',
  'unreadable',
  'loop',
  'no-class',
  'no-face',
  'missing',
  'no-mask',
  'no-box',
] as const;

/**
 * Why a file was left out.
 * - `empty`: it has no bytes.
 * - `not-an-image`: its content is none of the supported formats, whatever its name says.
 * - `too-large`: more pixels or bytes than allowed.
 * - `damaged`: corrupt or truncated, or a variant of its format that cannot be decoded.
 * - `unreadable`: the file system refused it (permissions, broken link), or it is no regular file.
 * - `loop`: a link to a folder that was already searched.
 * - `no-class`: it lies outside the class folders.
 * - `no-face`: no face was found in it.
 * - `missing`: the data set lists it, but it is not there.
 * - `no-mask`: the mask that is to be cropped to is missing, unusable or empty.
 * - `no-box`: the box that is to be cropped to is missing, or lies outside the image.
 */
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** A file that was left out of a data set, and why. */
export interface RejectedFile {
  /** Relative to the data set's folder, with `/`. */
  readonly file: string;
  readonly reason: RejectionReason;
  /** What exactly is wrong with it. */
  readonly detail: string;
}
