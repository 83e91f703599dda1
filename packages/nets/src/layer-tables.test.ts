import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { buildNetworks, type Networks } from './build-networks.js';
import type { ImageSize } from './specs.js';
import type { Network } from './types.js';

type Row = readonly [name: string, outputShape: number[], numParameters: number];

// Oracle: __fixtures__/layer-tables.py, from the tables of the papers.
const tables = JSON.parse(
  readFileSync(new URL('./__fixtures__/layer-tables.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, Row[]>>;

const rowsOf = ({ layers }: Network): Row[] =>
  layers.map(({ name, outputShape, numParameters }) => [name, [...outputShape], numParameters]);

beforeAll(() => tf.setBackend('cpu'));

describe.each([128, 64, 32] as const)('at %d pixels and full width', (imageSize: ImageSize) => {
  it('the four networks have the layers, shapes and numbers of parameters of the papers', () => {
    const before = tf.memory().numTensors;
    const { encoder, generator, discriminator, classifier } = buildNetworks({
      imageSize,
      channels: 3,
      numClasses: 10,
      seed: 1,
    });
    for (const network of [encoder, generator, discriminator, classifier!]) {
      const expected = tables[imageSize]![network.spec.architecture]!;
      expect(rowsOf(network)).toEqual(expected);
      expect(network.numParameters).toBe(expected.reduce((sum, [, , count]) => sum + count, 0));
      const kernels = [...network.trainable.values()].reduce((sum, { size }) => sum + size, 0);
      expect(network.numParameters).toBe(kernels);
      network.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the kernels and channels of Section 5', () => {
  let built: Networks;
  beforeAll(() => {
    built = buildNetworks({ imageSize: 128, channels: 3, numClasses: 10, width: 1 / 64, seed: 1 });
  });
  const column = (network: Network, kind: string, key: 'kernelSize' | 'stride'): (number | undefined)[] =>
    network.layers.filter((layer) => layer.kind === kind).map((layer) => layer[key]);

  it('G: 3 3 5 5 5 5, each doubling the map', () => {
    expect(column(built.generator, 'deconvolution', 'kernelSize')).toEqual([3, 3, 5, 5, 5, 5]);
    expect(column(built.generator, 'deconvolution', 'stride')).toEqual([2, 2, 2, 2, 2, 2]);
  });
  it('C: AlexNet 11 5 3 3 3, first stride 4', () => {
    expect(column(built.classifier!, 'convolution', 'kernelSize')).toEqual([11, 5, 3, 3, 3]);
    expect(column(built.classifier!, 'convolution', 'stride')).toEqual([4, 1, 1, 1, 1]);
    expect(column(built.classifier!, 'maxPooling', 'stride')).toEqual([2, 2, 2]);
  });
  it('D: DCGAN, five times 5x5 with stride 2', () => {
    expect(column(built.discriminator, 'convolution', 'kernelSize')).toEqual([5, 5, 5, 5, 5]);
    expect(column(built.discriminator, 'convolution', 'stride')).toEqual([2, 2, 2, 2, 2]);
  });
  it('E: GoogLeNet, nine inception modules', () => {
    expect(built.encoder.layers.filter(({ kind }) => kind === 'inception')).toHaveLength(9);
    expect(column(built.encoder, 'convolution', 'kernelSize')).toEqual([7, 1, 3]);
  });
  it('weights of the inception modules are those GoogLeNet publishes (Table 1, in units of 1024)', () => {
    const encoder = buildNetworks({ imageSize: 32, channels: 3, numClasses: 0, seed: 1 }).encoder;
    // The modules whose published number agrees with their published channels; 4c, 4d, 5a, 5b are off by 2 to 7 %.
    const published = { '3a': 159, '3b': 380, '4a': 364, '4b': 437, '4e': 840 };
    for (const [label, thousands] of Object.entries(published)) {
      let weights = 0;
      for (const [name, { size }] of encoder.trainable) {
        if (name.startsWith(`inception${label}/`) && name.endsWith('/kernel')) weights += size;
      }
      expect(Math.abs(weights / 1024 / thousands - 1)).toBeLessThan(0.01);
    }
    encoder.dispose();
  });
});

describe('scaling', () => {
  it('width multiplies inner channels, rounded, at least 1, never the image or the outputs', () => {
    const { encoder, generator, discriminator, classifier } = buildNetworks({
      ...{ imageSize: 32, channels: 3, numClasses: 7, latentSize: 5, width: 0.1, seed: 1 },
    });
    const shapes = (network: Network): number[] =>
      network.layers.map(({ outputShape }) => outputShape.at(-1)!);
    expect(shapes(generator)).toEqual([102, 104, 13, 9, 6, 3]); // fc1, 2 x 2 x 26, 128 92 64 at a tenth, colours
    expect(shapes(discriminator)).toEqual([6, 13, 26, 1]);
    expect(shapes(classifier!).slice(-3)).toEqual([410, 410, 7]);
    expect(shapes(encoder).slice(-1)).toEqual([10]);
    const narrow = buildNetworks({ imageSize: 32, channels: 1, numClasses: 1, width: 1e-6, seed: 1 });
    expect(shapes(narrow.discriminator)).toEqual([1, 1, 1, 1]);
  });
  it('without classes there is no classifier, and no network has class inputs', () => {
    const networks = buildNetworks({
      imageSize: 32,
      channels: 1,
      numClasses: 0,
      latentSize: 5,
      width: 1 / 64,
      seed: 1,
    });
    expect(networks.classifier).toBeUndefined();
    expect(networks.generator.trainable.get('fc1/kernel')?.shape[0]).toBe(5);
    expect(networks.encoder.trainable.get('posterior/kernel')?.shape[0]).toBe(16); // 1024 / 64
  });
});
