import { assertCount, type ImageArray } from './image-array.js';
import type { Masks } from './masks.js';
import { corruptedImages, paintedImages } from './painted-images.js';
import { reconstruct } from './reconstruct.js';
import type { ConditionOptions, EncoderAndGenerator } from './run-networks.js';

export interface InpaintOptions extends ConditionOptions {
  /** How often Eq. 8 is applied; the paper shows 1 to 10. @default 10 */
  readonly iterations?: number;
  /** What the hole holds at first: a grey level in [-1, 1], or `'keep'` if the images come corrupted. @default 0 */
  readonly fill?: number | 'keep';
}

/** Every stage of an inpainting. */
export interface Inpainting {
  /** What E saw first. */
  readonly corrupted: ImageArray;
  /** The images after each application of Eq. 8. */
  readonly stages: readonly ImageArray[];
}

/**
 * Inpainting (Section 5.4): the image goes through E and G, the hole takes what G drew, and the result goes in again:
 * `x <- M * x' + (1 - M) * x` (Eq. 8), `x' = G(E(x, c), c)`. Pixels outside the mask keep their values bit by bit.
 * Convention: the mask M is 1 where the image is corrupted.
 * @param networks - E and G of one model; both with the same classes, Z and images.
 * @param images - n images in [-1, 1], finite outside the mask.
 * @param masks - One mask, or n.
 * @param options - The classes of the images, what the holes hold at first, and how often to repeat.
 * @returns The corrupted images, and those after each repetition, n each.
 * @throws RangeError - Images, masks or labels do not fit together or the networks.
 */
export async function inpaint(
  networks: EncoderAndGenerator,
  images: ImageArray,
  masks: Masks,
  options: InpaintOptions = {},
): Promise<Inpainting> {
  const { iterations = 10, fill = 0, ...conditions } = options;
  assertCount('inpaint: iterations', iterations);
  const corrupted = corruptedImages('inpaint', images, masks, fill);
  const stages: ImageArray[] = [];
  let current = corrupted;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const drawn = await reconstruct(networks, current, conditions);
    current = paintedImages(current, masks, drawn.images);
    stages.push(current);
  }
  return { corrupted, stages };
}
