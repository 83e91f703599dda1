import type { Encoder } from '@cvg/nets';
import type { ClassLabel } from './class-vectors.js';
import { assertCount, type ImageArray, type ImageGrid } from './image-array.js';
import { reconstruct } from './reconstruct.js';
import {
  encodeImages,
  generateImages,
  type ConditionOptions,
  type EncodedImages,
  type EncoderAndGenerator,
} from './run-networks.js';

/** Images that have something in common. */
export interface ImageGroup extends ImageArray {
  /** The class of each image; left out exactly if the networks know no classes. */
  readonly labels?: ArrayLike<ClassLabel>;
}

/**
 * The direction in z that leads from images without an attribute to images with it: the difference of the groups' mean latent vectors.
 * Groups of the same classes in the same shares, or the direction holds what differs between classes, too.
 * @param encoder - E of the model that the images will be shifted with.
 * @param withIt - Images that have the attribute.
 * @param without - Images that do not.
 * @param options - How many images go through E at a time.
 * @returns `[Z]`.
 * @throws RangeError - A group is empty, or its labels do not fit its images.
 */
export async function attributeDirection(
  encoder: Encoder,
  withIt: ImageGroup,
  without: ImageGroup,
  { batchSize }: Pick<ConditionOptions, 'batchSize'> = {},
): Promise<Float32Array> {
  const meanOf = async ({ labels, ...images }: ImageGroup): Promise<Float64Array> =>
    meanLatent(await encodeImages(encoder, images, { labels, batchSize }));
  const [end, start] = [await meanOf(withIt), await meanOf(without)];
  return Float32Array.from(end, (value, index) => value - (start[index] ?? NaN));
}

function meanLatent({ mean, latentSize }: EncodedImages): Float64Array {
  const result = new Float64Array(latentSize);
  const count = mean.length / latentSize;
  for (const [index, value] of mean.entries()) {
    const place = index % latentSize;
    result[place] = (result[place] ?? 0) + value / count;
  }
  return result;
}

export interface ShiftAttributeOptions extends ConditionOptions {
  /** How far to go, a column each: 0 is the reconstruction, 1 the whole difference of the groups. @default [-1, -0.5, 0, 0.5, 1] */
  readonly strengths?: readonly number[];
}

/**
 * Gives images more or less of an attribute: `G(z + strength * direction, c)`, z the mean of E. One row an image.
 * @param networks - E and G of one model; both with the same classes, Z and images.
 * @param images - n images in [-1, 1].
 * @param direction - `[Z]`; see {@link attributeDirection}.
 * @param options - The classes of the images, and how far to go.
 * @returns A grid of n rows, one column a strength.
 * @throws RangeError - `direction` has not Z numbers, there are no strengths, or labels do not fit the images.
 */
export async function shiftAttribute(
  networks: EncoderAndGenerator,
  images: ImageArray,
  direction: Float32Array,
  { strengths = [-1, -0.5, 0, 0.5, 1], labels, batchSize }: ShiftAttributeOptions = {},
): Promise<ImageGrid> {
  const columns = strengths.length;
  assertCount('shiftAttribute: strengths.length', columns);
  const { latentSize } = networks.encoder.spec;
  if (direction.length !== latentSize) {
    throw new RangeError(
      `shiftAttribute: direction: expected ${latentSize} numbers, got ${direction.length}.`,
    );
  }
  const { latents } = await reconstruct(networks, images, { labels, batchSize });
  const rows = images.shape[0];
  const shifted = new Float32Array(rows * columns * latentSize);
  for (const index of shifted.keys()) {
    const place = index % latentSize;
    const cell = (index - place) / latentSize;
    const z = latents[Math.floor(cell / columns) * latentSize + place] ?? NaN;
    shifted[index] = z + (strengths[cell % columns] ?? NaN) * (direction[place] ?? NaN);
  }
  const drawn = await generateImages(networks.generator, shifted, {
    labels: labels && Array.from(labels).flatMap((label) => strengths.map(() => label)),
    batchSize,
  });
  return { ...drawn, rows, columns };
}
