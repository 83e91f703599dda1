import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { buildClassifier, buildDiscriminator, buildEncoder, buildGenerator } from './build-network.js';
import type { Network } from './types.js';

beforeAll(() => tf.setBackend('cpu'));

/** The layers of an MLP by hand: products and sums of numbers in loops. */
function byHand(network: Network, x: readonly number[], names: readonly string[]): number[] {
  let values = [...x];
  for (const name of names) {
    const kernel = network.trainable.get(`${name}/kernel`)!;
    const bias = network.trainable.get(`${name}/bias`)!.dataSync();
    const weights = kernel.dataSync();
    const units = kernel.shape[1]!;
    const linear = Array.from({ length: units }, (_, unit) =>
      values.reduce((sum, value, i) => sum + value * weights[i * units + unit]!, bias[unit]!),
    );
    values = name.startsWith('hidden') ? linear.map((value) => Math.max(0, value)) : linear;
  }
  return values;
}

describe('the MLPs of Section 4', () => {
  const hidden = ['hidden1', 'hidden2', 'hidden3'];
  it('G has hidden layers of 32, 64, 64 with ReLU and a linear point', () => {
    const network = buildGenerator({ architecture: 'mlp', role: 'generator', latentSize: 2, seed: 1 });
    expect(network.layers.map(({ outputShape }) => outputShape)).toEqual([[32], [64], [64], [2]]);
    expect(network.numParameters).toBe(2 * 32 + 32 + 32 * 64 + 64 + 64 * 64 + 64 + 64 * 2 + 2);
    expect(network.statistics.size).toBe(0);
    const z = [0.3, -1.2];
    expect(network.generate(tf.tensor2d([z]), undefined)).toBeAllClose(
      byHand(network, z, [...hidden, 'output']),
    );
  });
  it('D gives one logit and its last hidden layer', () => {
    const network = buildDiscriminator({ architecture: 'mlp', role: 'discriminator', seed: 2 });
    expect(network.numParameters).toBe(2 * 32 + 32 + 32 * 64 + 64 + 64 * 64 + 64 + 64 + 1);
    const { logits, features } = network.discriminate(tf.tensor2d([[1, 2]]));
    expect(features).toBeAllClose(byHand(network, [1, 2], hidden));
    expect(logits).toBeAllClose(byHand(network, [1, 2], [...hidden, 'logits']));
  });
  it('C gives K logits, E a posterior; other sizes are options', () => {
    const classifier = buildClassifier({
      ...{ architecture: 'mlp', role: 'classifier', numClasses: 3, dataSize: 4, hiddenSizes: [5], seed: 2 },
    });
    const { logits, features } = classifier.classify(tf.tensor2d([[1, 2, 3, 4]]));
    expect(features).toBeAllClose(byHand(classifier, [1, 2, 3, 4], ['hidden1']));
    expect(logits).toBeAllClose(byHand(classifier, [1, 2, 3, 4], ['hidden1', 'logits']));
    const encoder = buildEncoder({
      ...{ architecture: 'mlp', role: 'encoder', latentSize: 2, numClasses: 3, hiddenSizes: [6, 5], seed: 2 },
    });
    const { mean, logVar } = encoder.encode(tf.tensor2d([[1, 2]]), tf.tensor2d([[0, 0.5, 0.5]]));
    const merged = [...byHand(encoder, [1, 2], ['hidden1', 'hidden2']), 0, 0.5, 0.5];
    const both = byHand(encoder, merged, ['posterior']);
    expect(mean).toBeAllClose(both.slice(0, 2));
    expect(logVar).toBeAllClose(both.slice(2));
  });
});

describe('initial weights', () => {
  it('are uniform within 1 / sqrt(fan in), as in Torch', () => {
    const mlp = buildGenerator({
      ...{ architecture: 'mlp', role: 'generator', latentSize: 8, hiddenSizes: [400, 300] },
      ...{ dataSize: 50, seed: 1 },
    });
    const image = { imageSize: 32, channels: 3, width: 0.5, seed: 1 } as const;
    const discriminator = buildDiscriminator({ architecture: 'dcgan', ...image });
    const generator = buildGenerator({ architecture: 'deconv', ...image, numClasses: 0, latentSize: 50 });
    const encoder = buildEncoder({ architecture: 'googlenet', ...image, numClasses: 3, latentSize: 50 });
    const classifier = buildClassifier({ architecture: 'alexnet', ...image, numClasses: 3 });
    // Inputs of a unit, or height x width x channels in of a filter.
    const fanIns: [Network, string, number][] = [
      [mlp, 'hidden2', 400],
      [mlp, 'output', 300],
      [discriminator, 'conv2', 5 * 5 * 32],
      [discriminator, 'fc', 4 * 4 * 128],
      [generator, 'fc1', 50],
      [generator, 'deconv1', 5 * 5 * 128],
      [encoder, 'conv2', 3 * 3 * 32],
      [encoder, 'posterior', 512 + 3],
      [classifier, 'conv3', 3 * 3 * 128],
      [classifier, 'fc7', 2048],
    ];
    for (const [network, layer, fanIn] of fanIns) {
      const values = network.trainable.get(`${layer}/kernel`)!.dataSync() as Float32Array;
      const bound = 1 / Math.sqrt(fanIn);
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const meanSquare = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      expect(largest).toBeLessThanOrEqual(bound * (1 + 1e-6));
      expect(largest).toBeGreaterThan(0.99 * bound);
      // The variance of U(-b, b) is b^2 / 3, that of its square 4 b^4 / 45.
      const error = 5 * Math.sqrt(4 / 45 / values.length);
      expect(meanSquare / bound ** 2).toBeAllClose(1 / 3, { rtol: 0, atol: error });
    }
  });
});
