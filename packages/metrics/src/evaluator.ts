import * as tf from '@tensorflow/tfjs-core';
import { forwardInference, type EvaluatorOutput } from './evaluator-forward.js';
import { evaluatorWeightShapes } from './evaluator-network.js';
import { resolveEvaluatorSpec, type EvaluatorSpec } from './evaluator-spec.js';
import { createWeights, type EvaluatorWeights } from './evaluator-weights.js';
import { imageBatches, assertImageBatch, type ImageArray, type ImageSet } from './image-batch.js';
import type { Matrix } from './matrix.js';
import { decodeTensors, encodeTensors, EvaluatorFormatError, type Float32Tensors } from './safetensors.js';
import { TopOneAccuracy, type TopOneResult } from './top-one-accuracy.js';

/** Images go through the network this many at a time, so that any number fits in memory. */
const CHUNK = 128;
const FORMAT = 'cvg-evaluator';
const VERSION = '1';

/** Accuracy on real images that were not trained on. */
export interface HeldOutAccuracy {
  /** In [0, 1]. */
  readonly accuracy: number;
  /** Of how many images. */
  readonly n: number;
}

/**
 * A trained classifier that judges images; made by `trainEvaluator` or `loadEvaluator`.
 * It holds tensors: call `dispose()`.
 */
export class Evaluator {
  readonly spec: EvaluatorSpec;
  /** SHA-256 of architecture and weights, in hexadecimal: equal for evaluators that judge alike. */
  readonly hash: string;
  readonly heldOut: HeldOutAccuracy;
  readonly #weights: EvaluatorWeights;

  /** Takes ownership of `weights`; `trainEvaluator` and `loadEvaluator` are the ways to one. */
  constructor(
    spec: EvaluatorSpec,
    weights: EvaluatorWeights,
    { hash, heldOut }: { readonly hash: string; readonly heldOut: HeldOutAccuracy },
  ) {
    this.spec = spec;
    this.hash = hash;
    this.heldOut = heldOut;
    this.#weights = weights;
  }

  /** Accuracy on held-out real images, in [0, 1]. */
  get heldOutAccuracy(): number {
    return this.heldOut.accuracy;
  }

  /** K. */
  get numClasses(): number {
    return this.spec.numClasses;
  }

  /**
   * p(y|x).
   * @param images - `[B, H, W, C]` in [-1, 1], any B.
   * @returns `[B, K]`, rows with sum 1; the caller disposes it.
   */
  predict(images: tf.Tensor4D): tf.Tensor2D {
    return this.#inChunks('predict', images, ({ logits }) => tf.softmax(logits));
  }

  /**
   * The input of the last fully connected layer.
   * @param images - `[B, H, W, C]` in [-1, 1], any B.
   * @returns `[B, F]`, not negative; the caller disposes it.
   */
  features(images: tf.Tensor4D): tf.Tensor2D {
    return this.#inChunks('features', images, ({ features }) => features);
  }

  /** p(y|x) of images in host memory, to host memory. */
  async predictArrays({ images, shape }: ImageArray): Promise<Matrix> {
    const probabilities = tf.tidy(() => this.predict(tf.tensor4d(images, [...shape])));
    try {
      return { data: await probabilities.data(), shape: probabilities.shape };
    } finally {
      probabilities.dispose();
    }
  }

  /**
   * Class probabilities and features of images in host memory by one pass, to host memory.
   * @returns p(y|x), `[n, K]`, and the features, `[n, F]`.
   */
  async judgeArrays(
    images: ImageArray,
  ): Promise<{ readonly probabilities: Float32Array; readonly features: Float32Array }> {
    const both = tf.tidy(() => {
      const tensor = tf.tensor4d(images.images, [...images.shape]);
      return this.#inChunks('judgeArrays', tensor, ({ logits, features }) =>
        tf.concat([tf.softmax(logits), features], 1),
      );
    });
    try {
      return splitColumns(Float32Array.from(await both.data()), this.numClasses, this.spec.featureSize);
    } finally {
      both.dispose();
    }
  }

  /** Top-1 over a set of images, in memory that does not grow with it. */
  async topOneAccuracy(set: ImageSet): Promise<TopOneResult> {
    const meter = new TopOneAccuracy(this.numClasses);
    for await (const batch of imageBatches(set)) {
      assertImageBatch('Evaluator.topOneAccuracy', batch);
      meter.add(await this.predictArrays(batch), batch.labels);
    }
    return meter.result();
  }

  /** The evaluator as bytes (safetensors), for {@link loadEvaluator}. */
  async save(): Promise<Uint8Array> {
    return encodeTensors(await readWeights(this.#weights), {
      format: FORMAT,
      version: VERSION,
      spec: JSON.stringify(this.spec),
      heldOut: JSON.stringify(this.heldOut),
      hash: this.hash,
    });
  }

  /** Frees the weights. */
  dispose(): void {
    tf.dispose([...this.#weights.values()]);
  }

  #inChunks(
    name: string,
    images: tf.Tensor4D,
    select: (output: EvaluatorOutput) => tf.Tensor2D,
  ): tf.Tensor2D {
    const [height, width, channels] = this.spec.imageShape;
    const [count, ...size] = images.shape;
    if (size.join() !== [height, width, channels].join() || count < 1) {
      throw new RangeError(
        `Evaluator.${name}: images: expected shape [B,${height},${width},${channels}], got [${images.shape.join(',')}].`,
      );
    }
    return tf.tidy(() => {
      const results: tf.Tensor2D[] = [];
      for (let start = 0; start < count; start += CHUNK) {
        const rows = Math.min(CHUNK, count - start);
        results.push(
          tf.tidy(() => {
            const chunk = tf.slice(images, [start, 0, 0, 0], [rows, height, width, channels]);
            return select(forwardInference(this.spec, this.#weights, chunk));
          }),
        );
      }
      return tf.concat(results, 0);
    });
  }
}

function splitColumns(
  rows: Float32Array,
  numClasses: number,
  featureSize: number,
): { readonly probabilities: Float32Array; readonly features: Float32Array } {
  const width = numClasses + featureSize;
  const n = rows.length / width;
  const probabilities = new Float32Array(n * numClasses);
  const features = new Float32Array(n * featureSize);
  for (let row = 0; row < n; row++) {
    const start = row * width;
    probabilities.set(rows.subarray(start, start + numClasses), row * numClasses);
    features.set(rows.subarray(start + numClasses, start + width), row * featureSize);
  }
  return { probabilities, features };
}

async function readWeights(weights: EvaluatorWeights): Promise<Float32Tensors> {
  const tensors = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  for (const [name, weight] of weights) {
    tensors.set(name, { shape: weight.shape, data: Float32Array.from(await weight.data()) });
  }
  return tensors;
}

/** What `Evaluator.hash` is for these weights. */
export async function fingerprint(spec: EvaluatorSpec, weights: EvaluatorWeights): Promise<string> {
  return hashTensors(spec, await readWeights(weights));
}

async function hashTensors(spec: EvaluatorSpec, tensors: Float32Tensors): Promise<string> {
  const bytes = encodeTensors(tensors, { spec: JSON.stringify(spec) });
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Reads the bytes of `Evaluator.save()`.
 * @param bytes - The whole file; may be reused.
 * @returns The evaluator; the caller disposes it.
 * @throws EvaluatorFormatError when they are no evaluator, of another version, or damaged.
 */
export async function loadEvaluator(bytes: Uint8Array): Promise<Evaluator> {
  const { metadata, read } = decodeTensors(bytes);
  if (metadata.format !== FORMAT || metadata.version !== VERSION) {
    throw new EvaluatorFormatError(
      `expected format ${FORMAT} ${VERSION}, got ${String(metadata.format)} ${String(metadata.version)}`,
    );
  }
  const heldOut = parse(metadata.heldOut) as Partial<HeldOutAccuracy> | null;
  const { accuracy, n } = heldOut ?? {};
  if (typeof accuracy !== 'number' || typeof n !== 'number') {
    throw new EvaluatorFormatError('the held-out accuracy is missing');
  }
  let spec: EvaluatorSpec;
  try {
    spec = resolveEvaluatorSpec(parse(metadata.spec) as EvaluatorSpec);
  } catch (error) {
    throw new EvaluatorFormatError(
      `the specification is wrong: ${error instanceof Error ? error.message : ''}`,
    );
  }
  const values = new Map(
    evaluatorWeightShapes(spec).map(({ name, shape }) => [name, { shape, data: read(name, shape) }]),
  );
  const hash = await hashTensors(spec, values);
  if (hash !== metadata.hash) {
    throw new EvaluatorFormatError('the weights do not match their hash: the bytes are damaged');
  }
  const weights = createWeights(spec, (name) => values.get(name)?.data ?? new Float32Array());
  return new Evaluator(spec, weights, { hash, heldOut: { accuracy, n } });
}

function parse(json: unknown): unknown {
  try {
    return typeof json === 'string' ? JSON.parse(json) : null;
  } catch {
    return null;
  }
}
