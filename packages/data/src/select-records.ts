import { assertInteger } from './assert.js';
import type { ImageListing, ImageRecord } from './image-record.js';
import { drawn } from './split.js';

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
  const chosen = classes && composed(classes);
  assertKnownClasses(`${name}: classes`, chosen ?? [], listing.classes);
  const byClass = new Map(listing.classes.map((className): [string, ImageRecord[]] => [className, []]));
  for (const record of listing.records) byClass.get(record.className)?.push(record);
  const isTaken = (className: string): boolean =>
    (chosen?.has(className.normalize('NFC')) ?? true) &&
    (byClass.get(className)?.length ?? 0) >= (minImages ?? 0);
  const taken = listing.classes.filter(isTaken);
  const recordsOf = (className: string): readonly ImageRecord[] => {
    const records = byClass.get(className) ?? [];
    if (maxPerClass === undefined || records.length <= maxPerClass) return records;
    const kept = new Set(drawn(records, maxPerClass, ({ file }) => `${seed}/max-per-class/${file}`));
    return records.filter((record) => kept.has(record));
  };
  return { ...listing, classes: taken, records: taken.flatMap(recordsOf) };
}

/** Names in Unicode's composed form, so that both spellings of one count as it. */
export const composed = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.map((name) => name.normalize('NFC')));

/** @throws RangeError - One of the `chosen` (of {@link composed}) is none of the data set's. */
export function assertKnownClasses(
  argument: string,
  chosen: Iterable<string>,
  classes: readonly string[],
): void {
  const known = composed(classes);
  for (const className of chosen) {
    if (known.has(className)) continue;
    const some = classes.slice(0, 3).join(', ');
    throw new RangeError(
      `${argument} must be among the ${classes.length} of the data set (${some}, ...), got '${className}'.`,
    );
  }
}
