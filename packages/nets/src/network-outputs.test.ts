import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { buildClassifier, buildDiscriminator } from './build-network.js';
import { buildNetworks } from './build-networks.js';
import type { ImageSize } from './specs.js';
import type { ForwardOptions } from './types.js';
import {
  images,
  latents,
  NUM_CLASSES,
  oneHot,
  scramble,
  tinyClassifier,
  tinyDiscriminator,
  tinyEncoder,
  tinyGenerator,
  TINY,
} from './__fixtures__/tiny.js';

beforeAll(() => tf.setBackend('cpu'));

describe.each([32, 64, 128] as const)('shapes and ranges at %d pixels', (imageSize: ImageSize) => {
  it.each([1, 3] as const)('with %d channels', (channels) => {
    const { encoder, generator, discriminator, classifier } = buildNetworks({
      ...{ imageSize, channels, numClasses: NUM_CLASSES, latentSize: 6, width: 1 / 64, seed: 2 },
    });
    tf.tidy(() => {
      const x = generator.generate(tf.randomNormal([2, 6], 0, 1, 'float32', 1), oneHot([0, 1]));
      expect(x.shape).toEqual([2, imageSize, imageSize, channels]);
      expect(Math.max(...tf.abs(x).dataSync())).toBeLessThanOrEqual(1);
      const { mean, logVar } = encoder.encode(x as tf.Tensor4D, oneHot([0, 1]));
      expect([mean.shape, logVar.shape]).toEqual([
        [2, 6],
        [2, 6],
      ]);
      const d = discriminator.discriminate(x);
      const lastOfD = discriminator.layers.at(-2)!.outputShape;
      expect([d.logits.shape, d.features.shape]).toEqual([
        [2, 1],
        [2, 16 * lastOfD[2]!],
      ]);
      const c = classifier!.classify(x);
      expect([c.logits.shape, c.features.shape]).toEqual([
        [2, NUM_CLASSES],
        [2, 64],
      ]);
    });
    for (const network of [encoder, generator, discriminator, classifier!]) network.dispose();
  });
});

describe('class vectors', () => {
  const classes = [0, 2, 1];
  it('a mixture with all its weight on one class is that class', () => {
    const generator = tinyGenerator();
    const mixture = tf.tensor2d([
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
    expect(generator.generate(latents(3), mixture)).toBeAllClose(
      generator.generate(latents(3), oneHot(classes)),
      {
        rtol: 0,
        atol: 0,
      },
    );
  });
  it('different classes and mixtures give different images, and different posteriors', () => {
    const [generator, encoder] = [tinyGenerator(), tinyEncoder()];
    scramble(generator, 1);
    scramble(encoder, 2);
    const of = (vector: number[]): tf.Tensor[] => {
      const rows = tf.tensor2d([vector]);
      return [generator.generate(latents(1), rows), encoder.encode(images(1), rows).mean];
    };
    const [zero, one, mixed] = [of([1, 0, 0]), of([0, 1, 0]), of([0.5, 0.5, 0])];
    for (const index of [0, 1]) {
      const distance = (a: tf.Tensor[], b: tf.Tensor[]): number =>
        tf.max(tf.abs(tf.sub(a[index]!, b[index]!))).dataSync()[0]!;
      expect(Math.min(distance(zero, one), distance(zero, mixed), distance(one, mixed))).toBeGreaterThan(
        1e-3,
      );
    }
    // The class enters E at its last, linear layer: the mean of a mixture is the mixture of the means.
    expect(mixed[1]!).toBeAllClose(tf.div(tf.add(zero[1]!, one[1]!), 2));
  });
});

describe('features', () => {
  it("D's default is the input of its last layer: logits are its dense layer of the features", () => {
    const network = tinyDiscriminator();
    const { logits, features } = network.discriminate(images(3));
    const kernel = network.trainable.get('fc/kernel') as unknown as tf.Tensor2D;
    const bias = network.trainable.get('fc/bias')!;
    expect(tf.add(tf.matMul(features, kernel), bias)).toBeAllClose(logits, { rtol: 1e-4 });
    expect(network.spec).toMatchObject({ featureLayers: ['conv3'] });
  });
  it("C's default is the input of its last layer, without dropout", () => {
    const network = tinyClassifier();
    const { logits, features } = network.classify(images(3));
    const kernel = network.trainable.get('fc8/kernel') as unknown as tf.Tensor2D;
    expect(tf.add(tf.matMul(features, kernel), network.trainable.get('fc8/bias')!)).toBeAllClose(logits, {
      rtol: 1e-4,
    });
  });
  it('several layers stand side by side in the order of the list', () => {
    const single = (layer: string): tf.Tensor =>
      buildDiscriminator({ architecture: 'dcgan', ...TINY, featureLayers: [layer] }).discriminate(images(2))
        .features;
    const { features } = buildDiscriminator({
      ...{ architecture: 'dcgan', ...TINY, featureLayers: ['conv3', 'conv1'] },
    }).discriminate(images(2));
    expect(single('conv1').shape).toEqual([2, 16 * 16 * 2]);
    expect(features).toBeAllClose(tf.concat([single('conv3'), single('conv1')], 1), { rtol: 0, atol: 0 });
    const classifier = buildClassifier({
      ...{
        architecture: 'alexnet',
        ...TINY,
        numClasses: NUM_CLASSES,
        featureLayers: ['pool5', 'fc6', 'fc7'],
      },
    });
    expect(classifier.classify(images(2)).features.shape).toEqual([2, 2 * 2 * 8 + 128 + 128]);
  });
});

describe('dropout of C', () => {
  const logits = (options?: ForwardOptions): number[] =>
    tf.tidy(() => Array.from(tinyClassifier().classify(images(2), options).logits.dataSync()));
  it('is off without a seed, repeats with one, and changes with it', () => {
    expect(logits()).toEqual(logits({}));
    expect(logits({ dropoutSeed: 1 })).toEqual(logits({ dropoutSeed: 1 }));
    expect(logits({ dropoutSeed: 1 })).not.toEqual(logits());
    expect(logits({ dropoutSeed: 1 })).not.toEqual(logits({ dropoutSeed: 2 }));
  });
  it('zeros half of the units and doubles the others, so that the mean stays', () => {
    const network = buildClassifier({
      architecture: 'alexnet',
      ...TINY,
      width: 0.5,
      channels: 1,
      numClasses: 1,
    });
    // Last layer = mean of its inputs, and all its inputs are 1: the logit is the mean of the mask.
    const ones = network.trainable.get('fc7/bias')!;
    ones.assign(tf.ones(ones.shape));
    for (const name of ['fc7/kernel', 'fc8/bias']) {
      const variable = network.trainable.get(name)!;
      variable.assign(tf.zeros(variable.shape));
    }
    const average = network.trainable.get('fc8/kernel')!;
    average.assign(tf.fill(average.shape, 1 / average.size));
    const { logits: means, features } = network.classify(images(4), { dropoutSeed: 7 });
    expect(features).toBeAllClose(new Float32Array(4 * 2048).fill(1));
    for (const mean of means.dataSync()) {
      expect(mean).not.toBe(1);
      expect(Math.abs(mean - 1)).toBeLessThan(5 / Math.sqrt(2048)); // sigma is 1 / sqrt(2048)
    }
    network.dispose();
  });
});

it('a generator of nearest-neighbour upsampling repeats pixels before it convolves', () => {
  const generator = tinyGenerator('nearest');
  const x = generator.generate(latents(2), oneHot([0, 1]));
  expect(x.shape).toEqual([2, 32, 32, 1]);
  expect(generator.trainable.get('deconv1/kernel')?.shape).toEqual([5, 5, 8, 4]);
  expect(tinyGenerator().trainable.get('deconv1/kernel')?.shape).toEqual([5, 5, 4, 8]);
  expect(generator.numParameters).toBe(tinyGenerator().numParameters);
});
