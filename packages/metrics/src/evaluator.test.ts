import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { seededNormal } from '@cvg/test-utils';
import { forwardInference, forwardTraining } from './evaluator-forward.js';
import { evaluatorNetwork, evaluatorWeightShapes } from './evaluator-network.js';
import { resolveEvaluatorSpec, type EvaluatorSpec } from './evaluator-spec.js';
import { initialWeights, weightOf } from './evaluator-weights.js';
import { Evaluator, fingerprint } from './evaluator.js';
import { EvaluatorFormatError, loadEvaluator } from './index.js';

const spec = resolveEvaluatorSpec({
  architecture: 'strided-convnet',
  imageShape: [12, 9, 3],
  numClasses: 5,
  width: 2,
  featureSize: 7,
});
const heldOut = { accuracy: 0.75, n: 4 };

async function randomEvaluator(seed: number): Promise<Evaluator> {
  const weights = initialWeights(spec, seed);
  return new Evaluator(spec, weights, { hash: await fingerprint(spec, weights), heldOut });
}
const randomImages = (n: number): tf.Tensor4D => tf.tensor4d(seededNormal(n * 324, 5), [n, 12, 9, 3]);

const kernelsOf = (of: EvaluatorSpec): (readonly number[])[] => {
  const { hidden, output } = evaluatorNetwork(of);
  return [...hidden.layers, output].map(({ kernel }) => kernel);
};

describe('the network', () => {
  it('halves the image until its shorter side is 4', () => {
    const kernels = (imageShape: EvaluatorSpec['imageShape']): (readonly number[])[] =>
      kernelsOf({ ...spec, imageShape, width: 16, featureSize: 128 });
    expect(kernels([32, 32, 1])).toEqual([
      [3, 3, 1, 16],
      [3, 3, 16, 32],
      [3, 3, 32, 64],
      [4, 4, 64, 128],
      [1, 1, 128, 5],
    ]);
    expect(kernels([128, 64, 3])).toEqual([
      [3, 3, 3, 16],
      [3, 3, 16, 32],
      [3, 3, 32, 64],
      [3, 3, 64, 128],
      [8, 4, 128, 128],
      [1, 1, 128, 5],
    ]);
    expect(kernelsOf({ ...spec, imageShape: [256, 256, 1] })[5]).toEqual([3, 3, 16, 16]);
    expect(kernelsOf(spec)).toEqual([
      [3, 3, 3, 2],
      [3, 3, 2, 4],
      [3, 3, 4, 7],
      [1, 1, 7, 5],
    ]);
  });
  it('starts with the stated variances', () => {
    const wide = { ...spec, imageShape: [8, 8, 3], width: 64, featureSize: 200 } as const;
    const weights = initialWeights(wide, 3);
    const variance = (name: string): number =>
      tf.moments(weightOf(weights, name)).variance.dataSync()[0] ?? NaN;
    expect(variance('conv1/kernel') * 27).toBeAllClose(2, { rtol: 0.1 });
    expect(variance('features/kernel') * 1024).toBeAllClose(2, { rtol: 0.05 });
    expect(variance('logits/kernel') * 200).toBeAllClose(1, { rtol: 0.1 });
    expect([...weights.keys()]).toEqual(evaluatorWeightShapes(wide).map(({ name }) => name));
    tf.dispose([...weights.values()]);
  });
  it('judges as in training when the moving statistics are those of the batch', () => {
    const weights = initialWeights(spec, 1);
    const images = randomImages(6);
    for (const [name, weight] of weights) {
      if (name.endsWith('gamma') || name.endsWith('beta'))
        weight.assign(tf.tensor(seededNormal(weight.size, 8), weight.shape));
    }
    const training = forwardTraining(spec, weights, images);
    for (const [name, statistic] of training.statistics) weightOf(weights, name).assign(statistic);
    const inference = forwardInference(spec, weights, images);
    expect(inference.logits).toBeAllClose(training.logits, { rtol: 1e-4, atol: 1e-4 });
    expect(inference.features).toBeAllClose(training.features, { rtol: 1e-4, atol: 1e-4 });
  });
  it('refuses an impossible specification', () => {
    const resolve = (changes: object): EvaluatorSpec => resolveEvaluatorSpec({ ...spec, ...changes });
    expect(() => resolve({ numClasses: 1 })).toThrow('numClasses must be an integer in [2, 1048576], got 1');
    expect(() => resolve({ imageShape: [2, 8, 1] })).toThrow(
      'imageShape[0] must be an integer in [4, 1024], got 2',
    );
    expect(() => resolve({ imageShape: [8, 8] })).toThrow('imageShape must be [height, width, channels]');
    expect(() => resolve({ width: 1.5 })).toThrow('width must be an integer in [1, 1024], got 1.5');
    expect(() => resolve({ featureSize: NaN })).toThrow(
      'featureSize must be an integer in [1, 1048576], got NaN',
    );
    expect(() => resolve({ architecture: 'mlp' })).toThrow(
      "architecture must be 'strided-convnet' or 'googlenet', got 'mlp'",
    );
    const googLeNet = { architecture: 'googlenet', width: 0.25, featureSize: 256 };
    expect(resolve(googLeNet)).toMatchObject(googLeNet);
    for (const width of [0, -1, 17, NaN]) {
      expect(() => resolve({ ...googLeNet, width })).toThrow(
        `width of 'googlenet' must be a number in (0, 16], got ${width}`,
      );
    }
    expect(() => resolve({ ...googLeNet, featureSize: 128 })).toThrow(
      "featureSize of 'googlenet' at width 0.25 must be 256, got 128",
    );
  });
});

describe('Evaluator', () => {
  let evaluator: Evaluator;
  let tensorsBefore = 0;
  beforeEach(async () => {
    tensorsBefore = tf.memory().numTensors;
    evaluator = await randomEvaluator(1);
  });
  afterEach(() => {
    evaluator.dispose();
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });

  it('gives probabilities and features of any number of images, one by one or together', () => {
    tf.tidy(() => {
      const images = randomImages(130); // more than one chunk
      const probabilities = evaluator.predict(images);
      expect(probabilities.shape).toEqual([130, 5]);
      expect(tf.sum(probabilities, 1)).toBeAllClose(new Float32Array(130).fill(1));
      const last = tf.slice(images, [129, 0, 0, 0], [1, 12, 9, 3]);
      expect(evaluator.predict(last)).toBeAllClose(tf.slice(probabilities, [129, 0], [1, 5]));
      const features = evaluator.features(images);
      expect(features.shape).toEqual([130, 7]);
      expect(tf.min(features).dataSync()[0]).toBe(0);
    });
  });
  it('leaves nothing behind but its result', async () => {
    const images = randomImages(3);
    const before = tf.memory().numTensors;
    const results = [evaluator.predict(images), evaluator.features(images)];
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose(results);
    const array = await images.data();
    const matrix = await evaluator.predictArrays({ images: array as Float32Array, shape: images.shape });
    expect(matrix.data).toBeAllClose(tf.tidy(() => evaluator.predict(images).dataSync()));
    expect(matrix.shape).toEqual([3, 5]);
    expect(tf.memory().numTensors).toBe(before);
    images.dispose();
  });
  it('measures top-1 over batches that come one after the other', async () => {
    const images = randomImages(5);
    const probabilities = evaluator.predict(images);
    const labels = tf.tidy(() => Int32Array.from(tf.argMax(probabilities, 1).dataSync()));
    labels[3] = ((labels[3] ?? 0) + 1) % 5;
    const data = images.dataSync<'float32'>();
    tf.dispose([images, probabilities]);
    const part = (
      start: number,
      end: number,
    ): { images: Float32Array; labels: Int32Array; shape: [number, number, number, number] } => ({
      images: data.slice(start * 324, end * 324),
      labels: labels.slice(start, end),
      shape: [end - start, 12, 9, 3],
    });
    expect(await evaluator.topOneAccuracy(part(0, 5))).toMatchObject({ n: 5, correct: 4 });
    expect(await evaluator.topOneAccuracy(() => [part(0, 2), part(2, 5)])).toMatchObject({
      n: 5,
      correct: 4,
    });
  });
  it('comes back from its bytes as it was', async () => {
    const bytes = await evaluator.save();
    const again = await loadEvaluator(bytes);
    expect(again.spec).toEqual(spec);
    expect([again.hash, again.heldOut, again.heldOutAccuracy, again.numClasses]).toEqual([
      evaluator.hash,
      heldOut,
      0.75,
      5,
    ]);
    tf.tidy(() => {
      const images = randomImages(2);
      expect(again.predict(images)).toBeAllClose(evaluator.predict(images), { rtol: 0, atol: 0 });
    });
    expect(await again.save()).toEqual(bytes);
    again.dispose();
  });
  it('writes safetensors', async () => {
    const bytes = await evaluator.save();
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
      string,
      { dtype: string; shape: number[]; data_offsets: [number, number] }
    >;
    const { dtype, shape, data_offsets } = header['conv2/kernel']!;
    expect([dtype, shape]).toEqual(['F32', [3, 3, 2, 4]]);
    expect((8 + length) % 8).toBe(0);
    const weights = initialWeights(spec, 1);
    const values = new Float32Array(
      bytes.slice(8 + length + data_offsets[0], 8 + length + data_offsets[1]).buffer,
    );
    expect(values).toEqual(weightOf(weights, 'conv2/kernel').dataSync());
    tf.dispose([...weights.values()]);
  });
  it('has the hash that it had before there was GoogLeNet, so files of that time still load', () => {
    const earlier = 'b8b4412daed5e95b6840f6113ad1deb352221c899c2928bd422b736327a00e13'; // of the code as it was then
    expect(evaluator.hash).toBe(earlier);
  });
  it('has a hash of its own', async () => {
    const other = await randomEvaluator(2);
    expect(evaluator.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(other.hash).not.toBe(evaluator.hash);
    other.dispose();
  });
  it('refuses images of another shape', () => {
    const [wrong, empty] = [tf.zeros<tf.Rank.R4>([1, 9, 12, 3]), tf.zeros<tf.Rank.R4>([0, 12, 9, 3])];
    expect(() => evaluator.predict(wrong)).toThrow(
      'Evaluator.predict: images: expected shape [B,12,9,3], got [1,9,12,3]',
    );
    expect(() => evaluator.features(empty)).toThrow('expected shape [B,12,9,3], got [0,12,9,3]');
    tf.dispose([wrong, empty]);
  });
});

describe('loadEvaluator', () => {
  let bytes: Uint8Array;
  beforeEach(async () => {
    const evaluator = await randomEvaluator(1);
    bytes = await evaluator.save();
    evaluator.dispose();
  });
  /** The bytes with one piece of header text replaced by another of the same length. */
  const replaced = (from: string, to: string): Uint8Array => {
    const text = Buffer.from(bytes).toString('latin1');
    expect(text).toContain(from);
    expect(from.length).toBe(to.length);
    return Uint8Array.from(Buffer.from(text.replace(from, to), 'latin1'));
  };
  const changed = (index: number): Uint8Array => bytes.with(index, (bytes[index] ?? 0) ^ 1);

  it.each([
    ['nothing', () => new Uint8Array(), 'expected at least 8 bytes, got 0'],
    ['a cut file', () => bytes.subarray(0, bytes.length - 4), "the bytes end inside 'logits/bias'"],
    ['a cut header', () => bytes.subarray(0, 100), 'does not fit 100 bytes'],
    ['a huge header', () => changed(6), 'does not fit'],
    ['no JSON', () => replaced('{"__meta', '["__meta'), 'the header is no JSON'],
    ['no metadata', () => replaced('__metadata__', '__metadatas_'), 'the header has no metadata'],
    [
      'another format',
      () => replaced('cvg-evaluator', 'cvg-generator'),
      'expected format cvg-evaluator 1, got cvg-generator 1',
    ],
    ['another version', () => replaced('"version":"1"', '"version":"2"'), 'got cvg-evaluator 2'],
    [
      'another specification',
      () => replaced('\\"width\\":2', '\\"width\\":3'),
      "expected 'conv1/kernel' as F32 [3,3,3,3]",
    ],
    [
      'a wrong specification',
      () => replaced('\\"width\\":2', '\\"width\\":0'),
      'the specification is wrong: evaluator: width',
    ],
    ['no specification', () => replaced('"spec":"{', '"spec":"['), 'the specification is wrong'],
    ['another type', () => replaced('"dtype":"F32"', '"dtype":"F16"'), "expected 'conv1/kernel' as F32"],
    [
      'wrong offsets',
      () => replaced('"data_offsets":[0,', '"data_offsets":[4,'),
      "'conv1/kernel' has wrong offsets",
    ],
    ['no accuracy', () => replaced('\\"accuracy', '\\"accurate'), 'the held-out accuracy is missing'],
    ['one changed bit', () => changed(bytes.length - 3), 'the weights do not match their hash'],
  ])('refuses %s', async (_, damage, message) => {
    const before = tf.memory().numTensors;
    const error: unknown = await loadEvaluator(damage()).catch((reason: unknown) => reason);
    expect(EvaluatorFormatError.isInstance(error)).toBe(true);
    expect((error as Error).message).toContain(message);
    expect(tf.memory().numTensors).toBe(before);
  });
});
