import { assertInteger, assertSeed } from './assert.js';
import { DataError } from './errors.js';
import type { ManifestSplit } from './manifest.js';
import { assertKnownClasses, composed } from './select-records.js';
import { drawn, heldOutOfEveryClass, rowsByClass } from './split.js';

/**
 * Which images are kept for judging. At most one of the three `heldOut...` is given; without any, the data set's own split is taken,
 * and where it has none a tenth of every class. All draws depend on `seed` and on the names of files and classes alone.
 */
export interface SplitOptions {
  /** Part of every class, at least one image of two or more and never all; 0: none. @default 0.1 */
  readonly heldOutFraction?: number;
  /** Balanced: so many images of every class, of a small one all but one. */
  readonly heldOutPerClass?: number;
  /**
   * Class-disjoint, for verification: every image of these classes, or of so many drawn ones, and none of the others. At least one
   * class is learned from.
   */
  readonly heldOutClasses?: readonly string[] | number;
  /** Draws what is held out. @default 0 */
  readonly seed?: number;
}

/** The images of a prepared folder, row by row, when all are written. */
export interface SplitImages {
  /** Class ids. */
  readonly labels: Int32Array;
  /** Names by id; every class has an image. */
  readonly classes: readonly string[];
  /** The file of each row, or another name that it keeps. */
  readonly files: readonly string[];
}

/** @param official - The data set's own split, if it has one. */
export type ChooseSplit = (images: SplitImages, official?: ManifestSplit) => ManifestSplit;

/** The classes of a data set. */
export interface SourceClasses {
  readonly all: readonly string[];
  /** Those that are prepared. */
  readonly taken: readonly string[];
}

/**
 * Validates, and returns what chooses the split once the images are known.
 * @param name - Of the calling function, for errors.
 * @throws RangeError - A number is out of range, a class is none of the data set's, or two ways to split are given.
 * @throws DataError - No class would be left to learn from.
 */
export function resolveSplit(name: string, options: SplitOptions, classes: SourceClasses): ChooseSplit {
  const { heldOutFraction, heldOutPerClass, heldOutClasses, seed = 0 } = options;
  assertSeed(`${name}: seed`, seed);
  const given = Object.entries({ heldOutFraction, heldOutPerClass, heldOutClasses })
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
  if (given.length > 1)
    throw new RangeError(`${name}: expected one way to split, got ${given.join(' and ')}.`);
  if (heldOutPerClass !== undefined) {
    assertInteger(`${name}: heldOutPerClass`, heldOutPerClass, 1, Number.MAX_SAFE_INTEGER);
    return (images) => {
      const heldOut = drawnOfEveryClass(images, () => heldOutPerClass, seed);
      return { method: 'balanced', heldOutPerClass, seed, heldOut };
    };
  }
  if (typeof heldOutClasses === 'number') return drawnClasses(name, heldOutClasses, seed, classes);
  if (heldOutClasses !== undefined) return listedClasses(name, heldOutClasses, classes);
  const fraction = heldOutFraction ?? 0.1;
  if (!(fraction >= 0 && fraction < 1)) {
    throw new RangeError(`${name}: heldOutFraction must be at least 0 and less than 1, got ${fraction}.`);
  }
  const countOf = (n: number): number => (fraction === 0 ? 0 : Math.max(1, Math.round(n * fraction)));
  return (images, official) => {
    if (official !== undefined && heldOutFraction === undefined) return official;
    const heldOut = drawnOfEveryClass(images, countOf, seed);
    return { method: 'stratified', heldOutFraction: fraction, seed, heldOut };
  };
}

const drawnOfEveryClass = (
  { labels, classes, files }: SplitImages,
  countOf: (n: number) => number,
  seed: number,
): number[] => heldOutOfEveryClass(rowsByClass(labels, classes.length), files, { countOf, seed });

function drawnClasses(name: string, count: number, seed: number, { taken }: SourceClasses): ChooseSplit {
  assertInteger(`${name}: heldOutClasses`, count, 1, Number.MAX_SAFE_INTEGER);
  assertSomeLeft(name, count < taken.length, taken);
  return (images) => {
    const { classes } = images;
    const most = Math.min(count, classes.length - 1);
    const chosen = drawn(classes, most, (className) => `${seed}/held-out-class/${className}`);
    return { ...classDisjoint(images, composed(chosen)), seed };
  };
}

function listedClasses(name: string, wanted: readonly string[], { all, taken }: SourceClasses): ChooseSplit {
  const chosen = composed(wanted);
  assertKnownClasses(`${name}: heldOutClasses`, chosen, all);
  const isLeft = (className: string): boolean => !chosen.has(className.normalize('NFC'));
  assertSomeLeft(name, taken.some(isLeft), taken);
  return (images) => {
    assertSomeLeft(name, images.classes.some(isLeft), images.classes);
    return classDisjoint(images, chosen);
  };
}

function assertSomeLeft(name: string, isSomeLeft: boolean, classes: readonly string[]): void {
  if (isSomeLeft) return;
  throw new DataError(`${name}: heldOutClasses`, `leaves none of ${classes.length} classes to learn from`);
}

function classDisjoint({ labels, classes }: SplitImages, chosen: ReadonlySet<string>): ManifestSplit {
  const isHeldOut = classes.map((className) => chosen.has(className.normalize('NFC')));
  return {
    method: 'class-disjoint',
    heldOutClasses: classes.filter((_, id) => isHeldOut[id]),
    heldOut: [...labels.keys()].filter((row) => isHeldOut[labels[row] ?? -1]),
  };
}
