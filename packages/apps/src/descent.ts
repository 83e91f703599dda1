import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core's ops
import type { Generator } from '@cvg/nets';
import { Adam } from './adam.js';
import { assertCount, type ImageArray } from './image-array.js';
import type { Reconstruction } from './reconstruct.js';
import {
  assertPair,
  classTensor,
  conditionsOf,
  encodeImages,
  generateImages,
  ranges,
  type ConditionOptions,
  type EncoderAndGenerator,
} from './run-networks.js';

export interface DescentOptions extends ConditionOptions {
  /** Steps of gradient descent (Adam). @default 100 */
  readonly steps?: number;
  /** Largest change of a component of z in a step, at first; it falls to 0 linearly. @default 0.1 */
  readonly learningRate?: number;
  /** Weight of ||z||^2 / 2, the prior N(0, I). @default 3, lambda_1 / lambda_2 of Eq. 7 */
  readonly priorWeight?: number;
}

/** Half the sum of squared errors of drawn images `[start, end)` against what is known of them. */
export type KnownError = (drawn: tf.Tensor4D, range: readonly [start: number, end: number]) => tf.Tensor;

/**
 * Images that agree with what is known: z starts at E of a first guess and descends `error(G(z, c)) + priorWeight / 2 * ||z||^2`, every
 * image for itself. The weights of E and G stay as they are.
 * @param name - Of the function that errors speak of.
 */
export async function fitImages(
  name: string,
  networks: EncoderAndGenerator,
  guess: ImageArray,
  options: DescentOptions,
  error: KnownError,
): Promise<Reconstruction> {
  assertPair(name, networks);
  const { mean } = await encodeImages(networks.encoder, guess, options);
  const latents = await descend(name, networks.generator, mean, options, error);
  return { ...(await generateImages(networks.generator, latents, options)), latents };
}

/** @returns `[n, Z]`. */
async function descend(
  name: string,
  generator: Generator,
  start: Float32Array,
  { labels, batchSize = 64, steps = 100, learningRate = 0.1, priorWeight = 3 }: DescentOptions,
  error: KnownError,
): Promise<Float32Array> {
  assertCount(`${name}: steps`, steps);
  if (!(learningRate > 0)) throw new RangeError(`${name}: learningRate must be > 0, got ${learningRate}.`);
  if (!(priorWeight >= 0)) {
    throw new RangeError(`${name}: priorWeight must be >= 0, got ${priorWeight}.`);
  }
  const { latentSize, numClasses } = generator.spec;
  const vectors = conditionsOf(name, generator, labels, start.length / latentSize);
  const result = start.slice();
  for await (const range of ranges(start.length / latentSize, batchSize)) {
    const z = result.subarray(range[0] * latentSize, range[1] * latentSize);
    const adam = new Adam(z);
    const gradient = tf.grad((latents) => {
      const drawn = generator.generate(latents as tf.Tensor2D, classTensor(vectors, range, numClasses));
      const distance = tf.mul(tf.sum(tf.square(latents)), priorWeight / 2);
      return tf.add(error(drawn as tf.Tensor4D, range), distance);
    });
    for (let step = 0; step < steps; step++) {
      const slope = tf.tidy(() => gradient(tf.tensor2d(z, [range[1] - range[0], latentSize])));
      try {
        adam.step(await slope.data<'float32'>(), learningRate * (1 - step / steps));
      } finally {
        slope.dispose();
      }
    }
  }
  return result;
}
