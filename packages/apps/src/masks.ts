import { assertCount } from './image-array.js';
import { seededUniform } from './random.js';

/**
 * Which pixels are corrupted.
 * Convention: 1 is a corrupted pixel, to be painted; 0 is a known pixel, to be kept (the M of Eq. 8).
 */
export interface Masks {
  /** 0 or 1, row by row. */
  readonly data: Uint8Array;
  /** One mask for all images (n = 1) or one an image. */
  readonly shape: readonly [n: number, height: number, width: number];
}

/** The hole of Figure 7: 50 pixels of 128. */
const PAPER_SIDE = 50 / 128;

export interface RandomSquareMasksOptions {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** Seed of the positions, a safe integer. */
  readonly seed: number;
  /** Side of the square in pixels. @default 50 / 128 of the shorter side, as in Figure 7 */
  readonly side?: number;
}

/**
 * One square hole an image, somewhere inside it: every position is equally likely (Section 5.4).
 * @param options - How many masks, their size, and the seed.
 * @returns `[count, height, width]`; 1 is inside the hole.
 * @throws RangeError - A number is out of its range, or the hole is larger than the image.
 */
export function randomSquareMasks(options: RandomSquareMasksOptions): Masks {
  const { count, height, width, seed } = options;
  assertCount('randomSquareMasks: count', count);
  assertCount('randomSquareMasks: height', height);
  assertCount('randomSquareMasks: width', width);
  const shorter = Math.min(height, width);
  const { side = Math.max(1, Math.round(shorter * PAPER_SIDE)) } = options;
  assertCount('randomSquareMasks: side', side);
  if (side > shorter) {
    throw new RangeError(`randomSquareMasks: side must be at most ${shorter}, got ${side}.`);
  }
  const uniform = seededUniform('randomSquareMasks', seed);
  const data = new Uint8Array(count * height * width);
  for (let mask = 0; mask < count; mask++) {
    const top = Math.floor(uniform() * (height - side + 1));
    const left = Math.floor(uniform() * (width - side + 1));
    for (let y = top; y < top + side; y++) {
      const row = (mask * height + y) * width;
      data.fill(1, row + left, row + left + side);
    }
  }
  return { data, shape: [count, height, width] };
}
