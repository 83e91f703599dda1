import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { useBackend } from '@cvg/backend';
import { seededNormal } from '@cvg/test-utils';
import { forwardInference, forwardTraining } from './evaluator-forward.js';
import { evaluatorNetwork, evaluatorWeightShapes } from './evaluator-network.js';
import { resolveEvaluatorSpec, type EvaluatorSpec } from './evaluator-spec.js';
import { initialWeights, weightOf, type EvaluatorWeights } from './evaluator-weights.js';
import { Evaluator, fingerprint } from './evaluator.js';
import { loadEvaluator, trainEvaluator, type ImageBatch, type TrainEvaluatorOptions } from './index.js';

beforeAll(() => useBackend('wasm'));

const GOOGLENET = resolveEvaluatorSpec({
  ...{ architecture: 'googlenet', imageShape: [224, 224, 3], numClasses: 1000 },
  ...{ width: 1, featureSize: 1024 },
});
/** A sixteenth of the channels, of 32x32 images in one colour. */
const small = (side: number): EvaluatorSpec =>
  resolveEvaluatorSpec({
    ...{ architecture: 'googlenet', imageShape: [side, side, 1], numClasses: 5 },
    ...{ width: 1 / 16, featureSize: 64 },
  });
const images = (side: number, n = 2): tf.Tensor4D =>
  tf.tensor4d(seededNormal(n * side * side, 5), [n, side, side, 1]);

/** Table 1 of Szegedy et al. (2015): name, channels in, #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj, thousands of weights. */
type Row = [string, number, number, number, number, number, number, number, number];
const TABLE: Row[] = [
  ['3a', 192, 64, 96, 128, 16, 32, 32, 159],
  ['3b', 256, 128, 128, 192, 32, 96, 64, 380],
  ['4a', 480, 192, 96, 208, 16, 48, 64, 364],
  ['4b', 512, 160, 112, 224, 24, 64, 64, 437],
  ['4c', 512, 128, 128, 256, 24, 64, 64, 463],
  ['4d', 512, 112, 144, 288, 32, 64, 64, 580],
  ['4e', 528, 256, 160, 320, 32, 128, 128, 840],
  ['5a', 832, 256, 160, 320, 32, 128, 128, 1072],
  ['5b', 832, 384, 192, 384, 48, 128, 128, 1388],
];
const closedForm = ([, from, one, reduce3, three, reduce5, five, projection]: Row): number =>
  from * (one + reduce3 + reduce5 + projection) + 9 * reduce3 * three + 25 * reduce5 * five;

/** How many weights have names that match. */
const countOf = (spec: EvaluatorSpec, pattern: RegExp): number =>
  evaluatorWeightShapes(spec)
    .filter(({ name, trainable }) => trainable && pattern.test(name))
    .reduce((sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1), 0);

describe('the number of weights', () => {
  it.each(TABLE)('of inception %s is that of the table of channels', (...row) => {
    const [name, , , , , , , , thousands] = row;
    const count = countOf(GOOGLENET, new RegExp(`^inception${name}/.*kernel$`));
    expect(count).toBe(closedForm(row));
    // What the paper prints is rounded, and of 4c not what its channels give: 509,440.
    expect(count).toBeAllClose(thousands * 1024, { rtol: 0.08 });
  });
  it('is 6,998,552 in all with a bias a channel, as in the public model of the network (bvlc_googlenet)', () => {
    expect(countOf(GOOGLENET, /kernel$|beta$|bias$/)).toBe(6_998_552);
    expect(countOf(GOOGLENET, /gamma$/)).toBe(countOf(GOOGLENET, /beta$/));
  });
  it('falls with the width', () => {
    expect(countOf({ ...GOOGLENET, width: 0.25, featureSize: 256 }, /inception3a.*kernel/)).toBe(
      48 * (16 + 24 + 4 + 8) + 9 * 24 * 32 + 25 * 4 * 8,
    );
  });
});

it.each([
  [32, 16, 16, [8, 4, 2]],
  [64, 32, 16, [8, 4, 2]],
  [128, 64, 32, [16, 8, 4]],
  [4, 2, 2, [1, 1, 1]],
])('shrinks images of %d pixels step by step, never to nothing', (side, first, second, stages) => {
  const sides: Record<string, number> = {};
  const { forward } = evaluatorNetwork(small(side)).hidden;
  tf.tidy(() => {
    const features = forward(images(side), (x, { name, kernel, stride, padding }) => {
      expect(x.shape[3]).toBe(kernel[2]);
      const y = tf.conv2d(x, tf.zeros<tf.Rank.R4>([...kernel]), stride, padding);
      sides[name] = y.shape[1];
      return y;
    });
    expect(features.shape).toEqual([2, 1, 1, 64]);
  });
  expect([sides.conv1, sides.conv2]).toEqual([first, second]);
  const ofStages = ['3a', '3b', '4a', '4e', '5a', '5b'].map((name) => sides[`inception${name}/5x5`]);
  expect(ofStages).toEqual(stages.flatMap((stage) => [stage, stage]));
});

/** Weights of which none is 0 or 1, variances above 0. */
function arbitraryWeights(spec: EvaluatorSpec): EvaluatorWeights {
  const weights = initialWeights(spec, 1);
  let seed = 2;
  for (const [name, weight] of weights) {
    if (name.endsWith('/kernel')) continue;
    const noise = tf.tensor(seededNormal(weight.size, seed++), weight.shape);
    const positive = /gamma$|movingVariance$/.test(name);
    weight.assign(positive ? tf.add(1, tf.mul(0.2, tf.tanh(noise))) : tf.mul(noise, 0.1));
  }
  return weights;
}

/** oracle: GoogLeNet as a model of tfjs-layers, every branch with convolutions of its own. Gives its features. */
function reference(side: number, weights: EvaluatorWeights): layers.LayersModel {
  /** Convolution, batch norm, ReLU; `channels` are those of the weights' that belong to this branch. */
  const block = (
    x: layers.SymbolicTensor,
    name: string,
    stride = 1,
    channels?: [start: number, count: number],
  ): layers.SymbolicTensor => {
    const part = (weight: string): tf.Tensor => {
      const whole = weightOf(weights, `${name}/${weight}`);
      const [start, count] = channels ?? [0, whole.shape[whole.rank - 1]!];
      return tf.slice(
        whole,
        whole.shape.map((_, axis) => (axis === whole.rank - 1 ? start : 0)),
        whole.shape.map((extent, axis) => (axis === whole.rank - 1 ? count : extent)),
      );
    };
    const kernel = part('kernel');
    const convolution = layers.layers.conv2d({
      ...{ filters: kernel.shape[3]!, kernelSize: [kernel.shape[0], kernel.shape[1]!], strides: stride },
      ...{ padding: 'same', useBias: false, weights: [kernel] },
    });
    const normalization = layers.layers.batchNormalization({
      epsilon: 1e-5,
      weights: ['gamma', 'beta', 'movingMean', 'movingVariance'].map(part),
    });
    const relu = layers.layers.reLU();
    return [convolution, normalization, relu].reduce(
      (y, layer) => layer.apply(y) as layers.SymbolicTensor,
      x,
    );
  };
  const maxPool = (x: layers.SymbolicTensor, strides: number): layers.SymbolicTensor =>
    layers.layers.maxPooling2d({ poolSize: 3, strides, padding: 'same' }).apply(x) as layers.SymbolicTensor;
  const input = layers.input({ shape: [side, side, 1] });
  let x = block(input, 'conv1', 2);
  if (side > 32) x = maxPool(x, 2);
  x = maxPool(block(block(x, 'conv2reduce'), 'conv2'), 2);
  for (const [name, , one, reduce3, , reduce5] of TABLE) {
    if (name === '4a' || name === '5a') x = maxPool(x, 2);
    const of = (count: number): number => Math.max(1, Math.round(count / 16));
    const at = (part: string): string => `inception${name}/${part}`;
    const before3 = block(x, at('pointwise'), 1, [of(one), of(reduce3)]);
    const before5 = block(x, at('pointwise'), 1, [of(one) + of(reduce3), of(reduce5)]);
    const branches = [
      block(x, at('pointwise'), 1, [0, of(one)]),
      block(before3, at('3x3')),
      block(before5, at('5x5')),
      block(maxPool(x, 1), at('poolProjection')),
    ];
    x = layers.layers.concatenate({ axis: 3 }).apply(branches) as layers.SymbolicTensor;
  }
  const average = layers.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' });
  return layers.model({ inputs: input, outputs: average.apply(x) as layers.SymbolicTensor });
}

it.each([32, 64])('sees in images of %d pixels what a model of tfjs-layers sees', (side) => {
  const spec = small(side);
  const weights = arbitraryWeights(spec);
  const x = images(side);
  const expected = reference(side, weights).predict(x) as tf.Tensor2D;
  const { features, logits } = forwardInference(spec, weights, x);
  expect(features).toBeAllClose(expected, { rtol: 1e-3, atol: 1e-5 });
  const kernel = tf.reshape<tf.Rank.R2>(weightOf(weights, 'logits/kernel'), [64, 5]);
  const dense = tf.add(tf.matMul(expected, kernel), weightOf(weights, 'logits/bias'));
  expect(logits).toBeAllClose(dense, { rtol: 1e-3, atol: 1e-4 });
  const spread = tf.moments(expected, 1).variance.dataSync();
  expect(Math.min(...spread)).toBeGreaterThan(0.01); // the features differ, so their order is tested
});

it('judges as in training when the moving statistics are those of the batch', () => {
  const spec = small(32);
  const weights = arbitraryWeights(spec);
  const training = forwardTraining(spec, weights, images(32, 4));
  for (const [name, statistic] of training.statistics) weightOf(weights, name).assign(statistic);
  const inference = forwardInference(spec, weights, images(32, 4));
  expect(inference.logits).toBeAllClose(training.logits, { rtol: 1e-3, atol: 1e-3 });
  expect(training.statistics.size).toBe(2 * (3 + 9 * 4));
});

it('passes gradients to every weight that is trained', () => {
  const spec = small(32);
  const weights = arbitraryWeights(spec);
  const trained = evaluatorWeightShapes(spec).filter(({ trainable }) => trainable);
  const { grads } = tf.variableGrads(
    () => {
      const { logits } = forwardTraining(spec, weights, images(32, 6));
      return tf.neg<tf.Scalar>(tf.sum(tf.slice(tf.logSoftmax(logits), [0, 1], [6, 1])));
    },
    trained.map(({ name }) => weightOf(weights, name)),
  );
  expect(Object.keys(grads)).toHaveLength(trained.length);
  for (const { name } of trained) {
    const gradient = grads[weightOf(weights, name).name]!;
    const [largest = NaN] = tf.max(tf.abs(gradient)).dataSync();
    expect({ name, reached: largest > 0 && Number.isFinite(largest) }).toEqual({ name, reached: true });
  }
});

it('comes back from its bytes as it was', async () => {
  const before = tf.memory().numTensors;
  const spec = small(32);
  const weights = initialWeights(spec, 3);
  const heldOut = { accuracy: 0.5, n: 10 };
  const evaluator = new Evaluator(spec, weights, { hash: await fingerprint(spec, weights), heldOut });
  const again = await loadEvaluator(await evaluator.save());
  expect(again.spec).toEqual(spec);
  expect(again.hash).toBe(evaluator.hash);
  tf.tidy(() => {
    expect(again.features(images(32))).toBeAllClose(evaluator.features(images(32)), { rtol: 0, atol: 0 });
  });
  evaluator.dispose();
  again.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

describe('trainEvaluator', () => {
  /** 16x16 noise; class 0 is brighter in the upper half, class 1 in the lower one. */
  const halves = (n: number, seed: number): ImageBatch => {
    const labels = Int32Array.from({ length: n }, (_, row) => (row + seed) % 2);
    const images = seededNormal(n * 256, seed).map((noise, at) => {
      const lower = at % 256 >= 128 ? 1 : 0;
      return noise * 0.3 + (lower === labels[at >> 8] ? 0.3 : -0.3);
    });
    return { images, labels, shape: [n, 16, 16, 1] };
  };
  const options = (changes: Partial<TrainEvaluatorOptions> = {}): TrainEvaluatorOptions => {
    let batch = 100;
    const next = (): Promise<ImageBatch> => Promise.resolve(halves(16, batch++));
    return {
      ...{ source: { imageShape: [16, 16, 1], numClasses: 2, next }, heldOut: halves(60, 1), seed: 0 },
      ...{ architecture: 'googlenet', width: 1 / 16, steps: 40, ...changes },
    };
  };
  const train = async (changes?: Partial<TrainEvaluatorOptions>): Promise<Evaluator> => {
    for await (const event of trainEvaluator(options(changes))) {
      if (event.type === 'trained') return event.evaluator;
    }
    throw new Error('the training ended without an evaluator');
  };

  it('teaches it where an image is bright, and leaves nothing behind', async () => {
    const before = tf.memory().numTensors;
    const evaluator = await train();
    expect(evaluator.spec).toMatchObject({ architecture: 'googlenet', width: 1 / 16, featureSize: 64 });
    expect(evaluator.heldOut.n).toBe(60);
    expect(evaluator.heldOutAccuracy).toBeGreaterThan(0.95);
    evaluator.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
  it('takes a quarter of the channels unless told otherwise', async () => {
    const evaluator = await train({ width: undefined, steps: 1 });
    expect(evaluator.spec).toMatchObject({ width: 0.25, featureSize: 256 });
    evaluator.dispose();
  });
  it('refuses features of another size', async () => {
    await expect(train({ featureSize: 10 })).rejects.toThrow('at width 0.0625 must be 64, got 10');
  });
});
