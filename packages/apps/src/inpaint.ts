import { assertCount, assertImages, type ImageArray } from './image-array.js';
import type { Masks } from './masks.js';
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
  readonly iterations: readonly ImageArray[];
}

/**
 * Inpainting (Section 5.4): the image goes through E and G, the hole takes what G drew, and the result goes in again:
 * `x <- M * x' + (1 - M) * x` (Eq. 8), `x' = G(E(x, c), c)`. Pixels outside the mask keep their values bit by bit.
 * Convention: the mask M is 1 where the image is corrupted.
 * @param images - n images in [-1, 1], finite outside the mask.
 * @param masks - One mask, or n.
 */
export async function inpaint(
  networks: EncoderAndGenerator,
  images: ImageArray,
  masks: Masks,
  options: InpaintOptions = {},
): Promise<Inpainting> {
  const { iterations = 10, fill = 0, ...conditions } = options;
  assertCount('inpaint: iterations', iterations);
  assertImages('inpaint: images', images);
  assertMasks(images, masks);
  if (fill !== 'keep' && !(fill >= -1 && fill <= 1)) {
    throw new RangeError(`inpaint: fill must be a number in [-1, 1] or 'keep', got ${fill}.`);
  }
  const corrupted =
    fill === 'keep' ? images : painted(images, masks, new Float32Array(images.images.length).fill(fill));
  const stages: ImageArray[] = [];
  let current = corrupted;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const drawn = await reconstruct(networks, current, conditions);
    current = painted(current, masks, drawn.images);
    stages.push(current);
  }
  return { corrupted, iterations: stages };
}

/** Eq. 8: `M * drawn + (1 - M) * images`, by choice instead of by product, so that known pixels keep every bit. */
function painted({ images, shape }: ImageArray, masks: Masks, drawn: Float32Array): ImageArray {
  const [, height, width, channels] = shape;
  const pixels = height * width;
  const result = images.map((value, index) => {
    const pixel = Math.floor(index / channels);
    const place = masks.shape[0] === 1 ? pixel % pixels : pixel;
    return masks.data[place] === 1 ? (drawn[index] ?? 0) : value;
  });
  return { images: result, shape };
}

function assertMasks({ shape }: ImageArray, { data, shape: maskShape }: Masks): void {
  const [n, height, width] = shape;
  const [masks, maskHeight, maskWidth] = maskShape;
  if ((masks !== n && masks !== 1) || maskHeight !== height || maskWidth !== width) {
    throw new RangeError(
      `inpaint: masks: expected shape [${n},${height},${width}] or [1,${height},${width}], got [${maskShape.join(',')}].`,
    );
  }
  if (data.length !== masks * height * width) {
    throw new RangeError(
      `inpaint: masks: shape [${maskShape.join(',')}] needs ${masks * height * width} numbers, got ${data.length}.`,
    );
  }
  const wrong = data.find((value) => value > 1);
  if (wrong !== undefined) throw new RangeError(`inpaint: masks: expected 0 or 1, got ${wrong}.`);
}
