import * as tf from '@tensorflow/tfjs-core';
import { fitImages, type DescentOptions } from './descent.js';
import { enlargedImages } from './enlarged-images.js';
import type { ImageArray } from './image-array.js';
import { reductionFactor, withLowFrequencies } from './low-frequencies.js';
import type { Reconstruction } from './reconstruct.js';
import { imageTensor, type EncoderAndGenerator } from './run-networks.js';

/**
 * Super-resolution by gradient descent, to compare with {@link superResolve}: z starts at E of the enlarged image and descends half
 * the squared error of the known low frequencies, each weighed by the pixels it stands for, plus the prior. The reduction of
 * the result equals the given images, as there.
 * @param networks - E and G of one model; both with the same classes, Z and images.
 * @param small - n images in [-1, 1], reduced by averaging.
 * @param options - The classes of the images, and how to descend.
 * @returns The images, and the latent vectors that were found.
 * @throws RangeError - The images are no reduction of what the networks make, or labels do not fit them.
 */
export async function superResolveByDescent(
  networks: EncoderAndGenerator,
  small: ImageArray,
  options: DescentOptions = {},
): Promise<Reconstruction> {
  const enlarged = enlargedImages('superResolveByDescent: small', networks, small);
  const factor = reductionFactor('superResolveByDescent: small', small, enlarged.shape);
  const fitted = await fitImages('superResolveByDescent', networks, enlarged, options, (drawn, range) => {
    const misses = tf.sub(boxMean(drawn, factor), imageTensor(small, range));
    return tf.mul(tf.sum(tf.square(misses)), factor ** 2 / 2);
  });
  return { ...withLowFrequencies(fitted, small), latents: fitted.latents };
}

/** Means of blocks, rows first, then columns: tensors of three dimensions, which every engine reduces. */
function boxMean(images: tf.Tensor4D, factor: number): tf.Tensor4D {
  const [n, height, width, channels] = images.shape;
  const ofRows = tf.mean(tf.reshape(images, [(n * height) / factor, factor, width * channels]), 1);
  const blocks = tf.reshape(ofRows, [(n * height * width) / factor ** 2, factor, channels]);
  return tf.reshape(tf.mean(blocks, 1), [n, height / factor, width / factor, channels]);
}
