import { enlargedImages } from './enlarged-images.js';
import { assertCount, type ImageArray } from './image-array.js';
import { withLowFrequencies } from './low-frequencies.js';
import { reconstruct } from './reconstruct.js';
import type { ConditionOptions, EncoderAndGenerator } from './run-networks.js';

export interface SuperResolveOptions extends ConditionOptions {
  /** How often the image goes through E and G. @default 10 */
  readonly iterations?: number;
}

/** Every stage of a super-resolution; each has the known reduction. */
export interface SuperResolution {
  /** What E saw first: the small images enlarged smoothly. */
  readonly enlarged: ImageArray;
  /** The images after each pass through E and G. */
  readonly stages: readonly ImageArray[];
}

/**
 * Super-resolution: as {@link inpaint}, but what is known is not a part of the pixels, it is the low frequencies. The enlarged image
 * goes through E and G, every block of the result is moved to the known mean ({@link withLowFrequencies}), and the result goes in
 * again. The reduction of every stage equals the given images, up to rounding in float32; so does, exactly, that of the
 * stage's bytes, rounded.
 * Deviation: the paper names this application and says nothing of it; this is Eq. 8 with another kind of knowledge.
 * @param networks - E and G of one model; both with the same classes, Z and images.
 * @param small - n images in [-1, 1] that were reduced 2, 4, 8, ... times by averaging ({@link boxDownsample}).
 * @param options - The classes of the images, and how often to repeat.
 * @returns The enlarged images, and those after each repetition, n each.
 * @throws RangeError - The images are no reduction of what the networks make, or labels do not fit them.
 */
export async function superResolve(
  networks: EncoderAndGenerator,
  small: ImageArray,
  { iterations = 10, ...conditions }: SuperResolveOptions = {},
): Promise<SuperResolution> {
  assertCount('superResolve: iterations', iterations);
  const enlarged = enlargedImages('superResolve: small', networks, small);
  const stages: ImageArray[] = [];
  let current = enlarged;
  for (let iteration = 0; iteration < iterations; iteration++) {
    current = withLowFrequencies(await reconstruct(networks, current, conditions), small);
    stages.push(current);
  }
  return { enlarged, stages };
}
