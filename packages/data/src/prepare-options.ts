import { assertSeed } from './assert.js';
import type { ProgressOptions } from './decode-listing.js';
import type { ManifestSplit } from './manifest.js';
import { stratifiedHeldOut } from './split.js';

/** What every way to write a prepared folder takes. */
export interface PrepareOptions extends ProgressOptions {
  /** Which part of every class is kept for judging, at least one image of two or more; 0: none. @default 0.1 */
  readonly heldOutFraction?: number;
  /** Chooses the images kept for judging. @default 0 */
  readonly seed?: number;
  /** Replaces a prepared folder of that name; anything else is never overwritten. @default false */
  readonly overwrite?: boolean;
}

/** Validates, and returns what draws the split once the labels are known. */
export function resolveSplit(
  name: string,
  { heldOutFraction = 0.1, seed = 0 }: PrepareOptions,
): (labels: Int32Array, numClasses: number) => ManifestSplit {
  if (!(heldOutFraction >= 0 && heldOutFraction < 1)) {
    throw new RangeError(
      `${name}: heldOutFraction must be at least 0 and less than 1, got ${heldOutFraction}.`,
    );
  }
  assertSeed(`${name}: seed`, seed);
  return (labels, numClasses) => {
    const heldOut = stratifiedHeldOut(labels, numClasses, { fraction: heldOutFraction, seed });
    return { method: 'stratified', heldOutFraction, seed, heldOut: [...heldOut] };
  };
}
