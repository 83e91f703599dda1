import { describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { seededUniform } from '@cvg/test-utils';
import { resolveEvaluatorSpec } from './evaluator-spec.js';
import { initialWeights } from './evaluator-weights.js';
import { Evaluator, fingerprint } from './evaluator.js';
import {
  classifierScore,
  frechetDistance,
  judgeImages,
  kernelDistance,
  measureGenerated,
  precisionRecallDensityCoverage,
  sideBySide,
  topOneAccuracy,
  type ImageBatch,
} from './index.js';

const spec = resolveEvaluatorSpec({
  architecture: 'strided-convnet',
  imageShape: [8, 8, 1],
  numClasses: 3,
  width: 2,
  featureSize: 5,
});
const weights = initialWeights(spec, 1);
const evaluator = new Evaluator(spec, weights, {
  hash: await fingerprint(spec, weights),
  heldOut: { accuracy: 0.5, n: 2 },
});
const draw = (n: number, seed: number): ImageBatch => ({
  images: seededUniform(n * 64, seed, -1, 1),
  labels: Int32Array.from({ length: n }, (_, index) => index % 3),
  shape: [n, 8, 8, 1],
});

describe('judgeImages', () => {
  it('is features and predict of the evaluator, over chunks', async () => {
    const images = draw(130, 1);
    const before = tf.memory().numTensors;
    const judged = await judgeImages(evaluator, images, { seeds: { noise: [3] } });
    expect(tf.memory().numTensors).toBe(before);
    const tensor = tf.tensor4d(images.images, [130, 8, 8, 1]);
    expect(judged.data).toBeAllClose(evaluator.features(tensor), { rtol: 0, atol: 0 });
    expect(judged.probabilities.data).toBeAllClose(evaluator.predict(tensor), { rtol: 0, atol: 0 });
    expect(judged).toMatchObject({
      shape: [130, 5],
      probabilities: { shape: [130, 3] },
      labels: images.labels,
      network: evaluator.hash,
      seeds: { noise: [3] },
    });
  });
  it('joins batches in order, tells its progress and stops by its signal', async () => {
    const [first, second] = [draw(4, 1), draw(3, 2)];
    const progress: number[] = [];
    const judged = await judgeImages(evaluator, () => [first, second], {
      onProgress: (numImages) => progress.push(numImages),
    });
    expect(progress).toEqual([4, 7]);
    const parts = await Promise.all([first, second].map((batch) => judgeImages(evaluator, batch)));
    expect(Array.from(judged.data)).toEqual(parts.flatMap(({ data }) => Array.from(data)));
    expect(Array.from(judged.labels)).toEqual([0, 1, 2, 0, 0, 1, 2]);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(judgeImages(evaluator, first, { signal })).rejects.toThrow('enough');
    await expect(judgeImages(evaluator, () => [])).rejects.toThrow('at least one image, got none');
    await expect(judgeImages(evaluator, { ...first, shape: [4, 8, 4, 2] })).rejects.toThrow(
      'Evaluator.judgeArrays: images: expected shape [B,8,8,1], got [4,8,4,2]',
    );
  });
});

describe('measureGenerated', () => {
  it('is each metric by itself, with all it depends on', async () => {
    const real = await judgeImages(evaluator, draw(40, 1));
    const generated = await judgeImages(evaluator, draw(30, 2), { seeds: { noise: [9] } });
    const all = await measureGenerated(real, generated, { splits: 5, seed: 3, subsets: 4, neighbours: 2 });
    const { accuracy } = await topOneAccuracy(generated.probabilities, generated.labels);
    const score = await classifierScore(generated.probabilities, { splits: 5, seed: 3 });
    expect(all[0]).toMatchObject({
      values: { accuracy },
      n: { real: 0, generated: 30 },
      seeds: { noise: [9] },
    });
    expect(all[1]).toMatchObject({
      metric: 'classifierScore',
      values: { mean: score.mean, standardDeviation: score.standardDeviation },
      splits: 5,
      seeds: { noise: [9], splits: [3] },
    });
    expect(all.slice(2)).toEqual([
      frechetDistance(real, generated),
      await kernelDistance(real, generated, { subsets: 4, seed: 3 }),
      await precisionRecallDensityCoverage(real, generated, { neighbours: 2 }),
    ]);
    expect(all.every(({ network }) => network === evaluator.hash)).toBe(true);
    expect(sideBySide({ real: await measureGenerated(real, real), generated: [] }).columns).toHaveLength(12);
  });
});
