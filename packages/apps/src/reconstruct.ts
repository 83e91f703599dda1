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
 * Each image through E and G: `x' = G(mean of q(z | x, c), c)`. The mean, not a sample, so that the result is determined.
 * @param images - n images in [-1, 1].
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
