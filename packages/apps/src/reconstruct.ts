import type { ImageArray } from './image-array.js';
import {
  assertPair,
  encodeImages,
  generateImages,
  type ConditionOptions,
  type EncoderAndGenerator,
} from './run-networks.js';

/** Reconstructed images and the latent vectors they were made from. */
export interface Reconstruction extends ImageArray {
  /** `[n, Z]`, row by row. */
  readonly latents: Float32Array;
}

/**
 * Each image through E and G: `x' = G(mean of q(z | x, c), c)`. The mean, not a sample, so that the result is
 *   determined.
 * @param networks - E and G of one model; both with the same classes, Z and images.
 * @param images - n images in [-1, 1].
 * @param options - The classes of the images.
 * @returns n images in [-1, 1], and the latent vectors, `[n, Z]`.
 * @throws RangeError - The networks are no pair, or images or labels do not fit them.
 */
export async function reconstruct(
  networks: EncoderAndGenerator,
  images: ImageArray,
  options: ConditionOptions = {},
): Promise<Reconstruction> {
  assertPair('reconstruct', networks);
  const { mean } = await encodeImages(networks.encoder, images, options);
  return { ...(await generateImages(networks.generator, mean, options)), latents: mean };
}
