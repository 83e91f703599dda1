import * as tf from '@tensorflow/tfjs-core';
import { fitImages, type DescentOptions } from './descent.js';
import type { ImageArray } from './image-array.js';
import type { InpaintOptions } from './inpaint.js';
import type { Masks } from './masks.js';
import { corruptedImages, paintedImages } from './painted-images.js';
import type { Reconstruction } from './reconstruct.js';
import { imageTensor, type EncoderAndGenerator } from './run-networks.js';

export interface InpaintByDescentOptions extends DescentOptions, Pick<InpaintOptions, 'fill'> {}

/**
 * Inpainting by gradient descent, to compare with the paper's way ({@link inpaint}): z starts at E of the corrupted image and
 * descends half the squared error of the known pixels plus the prior; the hole takes what G draws of it. Pixels outside the mask
 * keep their values bit by bit.
 * @param networks - E and G of one model; both with the same classes, Z and images.
 * @param images - n images in [-1, 1], finite outside the mask (with `fill: 'keep'` everywhere).
 * @param masks - One mask, or n; 1 is corrupted.
 * @param options - The classes of the images, and how to descend.
 * @returns The images, and the latent vectors that were found.
 * @throws RangeError - Images, masks or labels do not fit together or the networks.
 */
export async function inpaintByDescent(
  networks: EncoderAndGenerator,
  images: ImageArray,
  masks: Masks,
  { fill = 0, ...options }: InpaintByDescentOptions = {},
): Promise<Reconstruction> {
  const corrupted = corruptedImages('inpaintByDescent', images, masks, fill);
  const { data, shape } = masks;
  const pixels = shape[1] * shape[2];
  const fitted = await fitImages('inpaintByDescent', networks, corrupted, options, (drawn, range) => {
    const [start, end] = shape[0] === 1 ? [0, 1] : range;
    const holes = tf.tensor4d(
      data.slice(start * pixels, end * pixels),
      [end - start, shape[1], shape[2], 1],
      'float32',
    );
    const misses = tf.mul(tf.sub(drawn, imageTensor(corrupted, range)), tf.sub(1, holes));
    return tf.mul(tf.sum(tf.square(misses)), 0.5);
  });
  return { ...paintedImages(images, masks, fitted.images), latents: fitted.latents };
}
