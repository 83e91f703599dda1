import * as tf from '@tensorflow/tfjs-core';
import { buildEncoder, buildGenerator, type Encoder, type Generator } from '@cvg/nets';
import { seededNormal, seededUniform } from '@cvg/test-utils';
import type { ImageArray } from '../image-array.js';

export const NUM_CLASSES = 3;
export const LATENT_SIZE = 4;
export const PIXELS = 32 * 32;

/**
 * Real networks, as small as they come. Kernels are drawn with unit gain, so that untrained as they are their output depends
 * visibly on image, class and z (their initial ones, with a standard deviation of 0.02, fade them out).
 */
export function tinyModel({
  numClasses = NUM_CLASSES,
  channels = 1,
}: { numClasses?: number; channels?: 1 | 3 } = {}): {
  encoder: Encoder;
  generator: Generator;
} {
  const shared = {
    imageSize: 32,
    channels,
    numClasses,
    latentSize: LATENT_SIZE,
    width: 0.06,
    seed: 1,
  } as const;
  const encoder = buildEncoder({ ...shared, architecture: 'googlenet' });
  const generator = buildGenerator({ ...shared, architecture: 'deconv' });
  let seed = 1;
  for (const network of [encoder, generator]) {
    for (const [name, variable] of network.trainable) {
      if (!name.endsWith('/kernel')) continue;
      const inputs = name.startsWith('deconv')
        ? variable.size / (variable.shape[2] ?? 1) / 4
        : variable.size / (variable.shape.at(-1) ?? 1);
      const values = seededNormal(variable.size, seed++).map((draw) => draw * Math.sqrt(2 / inputs));
      tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
    }
  }
  return { encoder, generator };
}

/** n images of noise in [-1, 1]. */
export function randomImages(n: number, seed: number, channels: 1 | 3 = 1): ImageArray {
  return { images: seededUniform(n * PIXELS * channels, seed, -1, 1), shape: [n, 32, 32, channels] };
}

/** Image `index` of several. */
export function imageOf({ images, shape }: ImageArray, index: number): Float32Array {
  const size = images.length / shape[0];
  return images.slice(index * size, (index + 1) * size);
}

/** The largest difference between two images. */
export function distance(left: Float32Array, right: Float32Array): number {
  return left.reduce((worst, value, index) => Math.max(worst, Math.abs(value - (right[index] ?? NaN))), 0);
}
