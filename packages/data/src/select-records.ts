import { assertInteger } from './assert.js';
import type { ImageListing, ImageRecord } from './image-record.js';
import { keyedUniform, shuffled } from './random.js';

/** Which images of a data set are taken. */
export interface SelectOptions {
  /** Only these classes. @default all */
  readonly classes?: readonly string[];
  /** Classes with fewer images are left out; counted before any is decoded. @default 1 */
  readonly minImages?: number;
  /** At most so many images of a class, drawn with `seed`. @default all */
  readonly maxPerClass?: number;
  /** Draws the images of `maxPerClass`. @default 0 */
  readonly seed?: number;
}

/**
 * The part of a listing that is asked for, in its order. Classes that are not taken are not among its classes; a class that is
 * there without images stays when `minImages` is not given.
 * @param name - Of the calling function, for errors.
 * @throws RangeError - A number is out of range, or a class is none of the listing's.
 */
export function selectRecords(name: string, listing: ImageListing, options: SelectOptions): ImageListing {
  const { classes, minImages, maxPerClass, seed = 0 } = options;
  if (minImages !== undefined) assertInteger(`${name}: minImages`, minImages, 1, Number.MAX_SAFE_INTEGER);
  if (maxPerClass !== undefined) {
    assertInteger(`${name}: maxPerClass`, maxPerClass, 1, Number.MAX_SAFE_INTEGER);
  }
  const unknown = classes?.find((className) => !listing.classes.includes(className));
  if (unknown !== undefined) {
    const some = listing.classes.slice(0, 3).join(', ');
    throw new RangeError(
      `${name}: classes must be among the ${listing.classes.length} of the data set (${some}, ...), got '${unknown}'.`,
    );
  }
  const byClass = new Map(listing.classes.map((className): [string, ImageRecord[]] => [className, []]));
  for (const record of listing.records) byClass.get(record.className)?.push(record);
  const isTaken = (className: string): boolean =>
    (classes?.includes(className) ?? true) && (byClass.get(className)?.length ?? 0) >= (minImages ?? 0);
  const taken = listing.classes.filter(isTaken);
  const drawn = (className: string): readonly ImageRecord[] => {
    const records = byClass.get(className) ?? [];
    if (maxPerClass === undefined || records.length <= maxPerClass) return records;
    const rows = Int32Array.from(records.keys());
    const kept = new Set(
      shuffled(rows, keyedUniform(`${seed}/max-per-class/${className}`)).subarray(0, maxPerClass),
    );
    return records.filter((_, row) => kept.has(row));
  };
  return { ...listing, classes: taken, records: taken.flatMap(drawn) };
}
