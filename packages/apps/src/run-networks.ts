import * as tf from '@tensorflow/tfjs-core';
import type { Encoder, Generator } from '@cvg/nets';
import { classVectors, type ClassLabel } from './class-vectors.js';
import { assertCount, assertImages, assertRange, type ImageArray } from './image-array.js';

/** E and G of one model. */
export interface EncoderAndGenerator {
  readonly encoder: Encoder;
  readonly generator: Generator;
}

export interface ConditionOptions {
  /** The class of each image, or a mixture of classes; left out exactly if the networks know no classes. */
  readonly labels?: ArrayLike<ClassLabel>;
  /** How many images go through a network at a time. @default 64 */
  readonly batchSize?: number;
}

/** Mean and log variance of q(z | x, c) for n images. */
export interface EncodedImages {
  /** `[n, Z]`, row by row. */
  readonly mean: Float32Array;
  /** `[n, Z]`, row by row. */
  readonly logVar: Float32Array;
  readonly latentSize: number;
}

/** Class vectors for `count` images, or none for a network without classes. */
export function conditionsOf(
  name: string,
  network: Encoder | Generator,
  labels: ArrayLike<ClassLabel> | undefined,
  count: number,
): Float32Array | undefined {
  const { numClasses } = network.spec;
  if (numClasses === 0) {
    if (labels === undefined) return undefined;
    throw new RangeError(`${name}: labels: this network knows no classes: leave them out.`);
  }
  if (labels === undefined) {
    throw new RangeError(
      `${name}: labels: this network knows ${numClasses} classes: give one for each image.`,
    );
  }
  if (labels.length !== count) {
    throw new RangeError(`${name}: labels: expected ${count} labels, got ${labels.length}.`);
  }
  return classVectors(labels, numClasses);
}

/** Half-open ranges of at most `batchSize` that cover [0, count), with a turn for the event loop between them. */
export async function* ranges(
  count: number,
  batchSize: number,
): AsyncGenerator<readonly [start: number, end: number]> {
  for (let start = 0; start < count; start += batchSize) {
    if (start > 0) await new Promise((resolve) => setTimeout(resolve, 0));
    yield [start, Math.min(count, start + batchSize)];
  }
}

/** Rows `[start, end)` of class vectors as a tensor. */
export function classTensor(
  vectors: Float32Array | undefined,
  [start, end]: readonly [number, number],
  numClasses: number,
): tf.Tensor2D | undefined {
  return (
    vectors && tf.tensor2d(vectors.slice(start * numClasses, end * numClasses), [end - start, numClasses])
  );
}

/** Images `[start, end)` as a tensor. */
export function imageTensor(
  { images, shape: [, height, width, channels] }: ImageArray,
  [start, end]: readonly [start: number, end: number],
): tf.Tensor4D {
  const size = height * width * channels;
  return tf.tensor4d(images.slice(start * size, end * size), [end - start, height, width, channels]);
}

/**
 * Images of given latent vectors: G(z, c), batch by batch.
 * @param generator - For images, not an MLP.
 * @param latents - `[n, Z]`, row by row, n >= 1.
 * @param options - The class of each image.
 * @returns n images in [-1, 1].
 * @throws RangeError - The latents are no rows of Z numbers, or labels do not fit them.
 */
export async function generateImages(
  generator: Generator,
  latents: Float32Array,
  { labels, batchSize = 64 }: ConditionOptions = {},
): Promise<ImageArray> {
  const { spec } = generator;
  if (spec.architecture === 'mlp') throw new RangeError('generateImages: generator: an MLP makes no images.');
  const { latentSize, numClasses, imageSize, channels } = spec;
  const count = latents.length / latentSize;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `generateImages: latents: expected rows of ${latentSize} numbers, got ${latents.length} numbers.`,
    );
  }
  assertCount('generateImages: batchSize', batchSize);
  const vectors = conditionsOf('generateImages', generator, labels, count);
  const pixels = imageSize * imageSize * channels;
  const images = new Float32Array(count * pixels);
  for await (const range of ranges(count, batchSize)) {
    const [start, end] = range;
    const batch = tf.tidy(() => {
      const z = tf.tensor2d(latents.slice(start * latentSize, end * latentSize), [end - start, latentSize]);
      return generator.generate(z, classTensor(vectors, range, numClasses));
    });
    try {
      images.set(await batch.data<'float32'>(), start * pixels);
    } finally {
      batch.dispose();
    }
  }
  return { images, shape: [count, imageSize, imageSize, channels] };
}

/**
 * q(z | x, c) of given images: E(x, c), batch by batch.
 * @param encoder - For images, not an MLP.
 * @param images - n images in [-1, 1].
 * @param options - The class of each image.
 * @returns Mean and log variance, `[n, Z]` each.
 * @throws RangeError - Images or labels do not fit the encoder, or values are outside [-1, 1].
 */
export async function encodeImages(
  encoder: Encoder,
  images: ImageArray,
  { labels, batchSize = 64 }: ConditionOptions = {},
): Promise<EncodedImages> {
  const { spec } = encoder;
  if (spec.architecture === 'mlp') throw new RangeError('encodeImages: encoder: an MLP takes no images.');
  const { latentSize, numClasses, imageSize, channels } = spec;
  assertImages('encodeImages: images', images);
  const [count, ...size] = images.shape;
  if (size.join() !== [imageSize, imageSize, channels].join()) {
    throw new RangeError(
      `encodeImages: images: expected shape [n,${imageSize},${imageSize},${channels}], got [${images.shape.join(',')}].`,
    );
  }
  assertRange('encodeImages: images', images);
  assertCount('encodeImages: batchSize', batchSize);
  const vectors = conditionsOf('encodeImages', encoder, labels, count);
  const mean = new Float32Array(count * latentSize);
  const logVar = new Float32Array(count * latentSize);
  for await (const range of ranges(count, batchSize)) {
    const [start] = range;
    const posterior = tf.tidy(() => {
      const x = imageTensor(images, range);
      const { mean, logVar } = encoder.encode(x, classTensor(vectors, range, numClasses));
      return { mean, logVar };
    });
    try {
      mean.set(await posterior.mean.data<'float32'>(), start * latentSize);
      logVar.set(await posterior.logVar.data<'float32'>(), start * latentSize);
    } finally {
      tf.dispose(posterior);
    }
  }
  return { mean, logVar, latentSize };
}

/** Checks that E and G belong together. */
export function assertPair(name: string, { encoder, generator }: EncoderAndGenerator): void {
  for (const key of ['latentSize', 'numClasses'] as const) {
    if (encoder.spec[key] !== generator.spec[key]) {
      throw new RangeError(
        `${name}: encoder and generator must have one ${key}, got ${encoder.spec[key]} and ${generator.spec[key]}.`,
      );
    }
  }
}
