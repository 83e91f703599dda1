import type { Evaluator } from './evaluator.js';
import type { FeatureSet } from './feature-set.js';
import { assertImageBatch, imageBatches, type ImageSet } from './image-batch.js';
import type { Matrix } from './matrix.js';
import type { Seeds } from './measurement.js';

export interface JudgeImagesOptions {
  /** Of the draws that made the images; part of every result. */
  readonly seeds?: Seeds;
  /** Stops with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told the number of images judged so far, after each batch. */
  readonly onProgress?: (numImages: number) => void;
}

/** What an evaluator sees in images: their features, `[n, F]`, and more. */
export interface JudgedImages extends FeatureSet {
  readonly data: Float32Array;
  /** p(y|x), `[n, K]`. */
  readonly probabilities: Matrix;
  /** The class each image should be, `[n]`. */
  readonly labels: Int32Array;
}

/**
 * Features and class probabilities of images by one pass of the evaluator, in the order of the images. The images are not kept: memory is
 * 4 (F + K) bytes an image (50,000 with F = 1024: 200 MB), about twice that while the batches are joined.
 * @param evaluator - Whose features and probabilities they are.
 * @param images - One batch with labels, or a function that returns an iterable of batches; `[B, H, W, C]` in [-1,
 *   1].
 * @param options - Seeds to be recorded, and how to follow and to stop it.
 * @returns Features `[n, F]`, probabilities `[n, K]` and labels `[n]`.
 * @throws RangeError - There is no image, or the images do not fit the evaluator.
 */
export async function judgeImages(
  evaluator: Evaluator,
  images: ImageSet,
  { seeds, signal, onProgress }: JudgeImagesOptions = {},
): Promise<JudgedImages> {
  const features: Float32Array[] = [];
  const probabilities: Float32Array[] = [];
  const labels: number[] = [];
  for await (const batch of imageBatches(images)) {
    signal?.throwIfAborted();
    assertImageBatch('judgeImages', batch);
    const judged = await evaluator.judgeArrays(batch);
    features.push(judged.features);
    probabilities.push(judged.probabilities);
    for (const label of batch.labels) labels.push(label);
    onProgress?.(labels.length);
  }
  if (labels.length === 0) throw new RangeError('judgeImages: expected at least one image, got none.');
  const n = labels.length;
  const { featureSize, numClasses } = evaluator.spec;
  return {
    data: joined(features, n * featureSize),
    shape: [n, featureSize],
    probabilities: { data: joined(probabilities, n * numClasses), shape: [n, numClasses] },
    labels: Int32Array.from(labels),
    network: evaluator.hash,
    seeds,
  };
}

function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(length);
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
