import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { buildEncoder, buildGenerator } from './build-network.js';
import type { ImageSize } from './specs.js';
import { toLayersModel } from './to-layers-model.js';
import {
  images,
  latents,
  LATENT_SIZE,
  NUM_CLASSES,
  oneHot,
  scramble,
  tinyClassifier,
  tinyDiscriminator,
  tinyEncoder,
  tinyGenerator,
} from './__fixtures__/tiny.js';

beforeAll(() => tf.setBackend('cpu'));

const TOLERANCE = { rtol: 1e-4, atol: 1e-5 };
const sizes = [32, 64, 128] as const satisfies readonly ImageSize[];

describe('toLayersModel computes what the network computes', () => {
  describe.each(['deconv', 'nearest'] as const)('G, %s', (upsampling) => {
    it.each(sizes)('at %d pixels, with moving and with batch statistics', (imageSize) => {
      const generator = buildGenerator({
        ...{ architecture: 'deconv', imageSize, channels: 3, numClasses: NUM_CLASSES, upsampling },
        ...{ latentSize: LATENT_SIZE, width: 1 / 32, seed: 4 },
      });
      scramble(generator, 6);
      const model = toLayersModel(generator);
      const inputs = [latents(3), oneHot([2, 0, 1])] as const;
      const image = model.predict([...inputs]) as tf.Tensor;
      expect(image.shape).toEqual([3, imageSize, imageSize, 3]);
      expect(image).toBeAllClose(generator.generate(...inputs), TOLERANCE);
      const training = model.apply([...inputs], { training: true }) as tf.Tensor;
      expect(training).toBeAllClose(generator.generate(...inputs, { statistics: 'batch' }), TOLERANCE);
    });
  });

  it.each(sizes)('E at %d pixels, with moving and with batch statistics', (imageSize) => {
    const encoder = buildEncoder({
      ...{ architecture: 'googlenet', imageSize, channels: 3, numClasses: NUM_CLASSES },
      ...{ latentSize: LATENT_SIZE, width: 1 / 16, seed: 4 },
    });
    scramble(encoder, 6);
    const model = toLayersModel(encoder);
    const x = tf.image.resizeBilinear(images(3, 5, 3), [imageSize, imageSize]);
    const inputs = [x, oneHot([2, 0, 1])] as const;
    for (const [outputs, posterior] of [
      [model.predict([...inputs]), encoder.encode(...inputs)],
      [model.apply([...inputs], { training: true }), encoder.encode(...inputs, { statistics: 'batch' })],
    ] as const) {
      const [mean, logVar] = outputs as tf.Tensor[];
      expect(mean!).toBeAllClose(posterior.mean, { rtol: 1e-3, atol: 1e-3 });
      expect(logVar!).toBeAllClose(posterior.logVar, { rtol: 1e-3, atol: 1e-3 });
    }
  });

  it('networks without classes take one input', () => {
    const shared = {
      imageSize: 32,
      channels: 1,
      numClasses: 0,
      latentSize: LATENT_SIZE,
      width: 1 / 32,
    } as const;
    const generator = buildGenerator({ architecture: 'deconv', ...shared, seed: 1 });
    const encoder = buildEncoder({ architecture: 'googlenet', ...shared, seed: 1 });
    expect(toLayersModel(generator).predict(latents(2)) as tf.Tensor).toBeAllClose(
      generator.generate(latents(2), undefined),
      TOLERANCE,
    );
    const [mean] = toLayersModel(encoder).predict(images(2)) as tf.Tensor[];
    expect(mean!).toBeAllClose(encoder.encode(images(2), undefined).mean, TOLERANCE);
  });

  it('MLPs', () => {
    const shared = {
      architecture: 'mlp',
      latentSize: LATENT_SIZE,
      numClasses: NUM_CLASSES,
      seed: 3,
    } as const;
    const generator = buildGenerator({ ...shared, role: 'generator' });
    const encoder = buildEncoder({ ...shared, role: 'encoder' });
    scramble(generator, 1);
    scramble(encoder, 2);
    const classes = oneHot([1, 2]);
    const points = generator.generate(latents(2), classes) as tf.Tensor2D;
    expect(toLayersModel(generator).predict([latents(2), classes]) as tf.Tensor).toBeAllClose(
      points,
      TOLERANCE,
    );
    const [, logVar] = toLayersModel(encoder).predict([points, classes]) as tf.Tensor[];
    expect(logVar!).toBeAllClose(encoder.encode(points, classes).logVar, TOLERANCE);
  });
});

describe('the model', () => {
  it('is saved and loaded by tfjs-layers alone, from JSON topology and weights', async () => {
    const generator = tinyGenerator();
    const encoder = tinyEncoder();
    scramble(generator, 1);
    scramble(encoder, 2);
    for (const [model, inputs] of [
      [toLayersModel(generator), [latents(2), oneHot([1, 0])]],
      [toLayersModel(encoder), [images(2), oneHot([1, 0])]],
    ] as const) {
      let saved: tf.io.ModelArtifacts | undefined;
      await model.save(
        tf.io.withSaveHandler((artifacts) => {
          saved = artifacts;
          return Promise.resolve({
            modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' },
          });
        }),
      );
      const { modelTopology, weightSpecs, weightData } = saved!;
      const topology = JSON.parse(JSON.stringify(modelTopology)) as object;
      const loaded = await tfl.loadLayersModel(
        tf.io.fromMemory({ modelTopology: topology, weightSpecs, weightData }),
      );
      const [expected, actual] = [model, loaded].map((each) => [each.predict([...inputs])].flat());
      expect(actual).toHaveLength(expected!.length);
      for (const [index, output] of actual!.entries()) {
        expect(output).toBeAllClose(expected![index]!, { rtol: 0, atol: 0 });
      }
    }
  });

  it('is a copy: it outlives the network, and training the network does not change it', () => {
    const generator = tinyGenerator();
    const before = tf.memory().numTensors;
    const model = toLayersModel(generator);
    const expected = generator.generate(latents(2), oneHot([1, 0]));
    for (const variable of generator.trainable.values()) variable.assign(tf.zeros(variable.shape));
    generator.dispose();
    expect(model.predict([latents(2), oneHot([1, 0])]) as tf.Tensor).toBeAllClose(expected, TOLERANCE);
    model.dispose();
    expect(before).toBeGreaterThan(0);
  });

  it('leaves no tensors behind after it is disposed', () => {
    const encoder = tinyEncoder();
    toLayersModel(encoder).dispose(); // tfjs-layers keeps some scalars from the first model on
    const before = tf.memory().numTensors;
    toLayersModel(encoder).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** D and C written again with tfjs-layers; their weights are set in the order of the variables. */
describe('tfjs-layers agrees on', () => {
  const conv = (filters: number, kernelSize: number, strides: number, useBias = false): tfl.layers.Layer =>
    tfl.layers.conv2d({ filters, kernelSize, strides, padding: 'same', useBias });
  const norm = (): tfl.layers.Layer => tfl.layers.batchNormalization({ epsilon: 1e-5 });

  it('D', () => {
    const network = tinyDiscriminator();
    scramble(network, 4);
    const leaky = (): tfl.layers.Layer => tfl.layers.leakyReLU({ alpha: 0.2 });
    const layers = [
      ...[tfl.layers.inputLayer({ inputShape: [32, 32, 1] }), conv(2, 5, 2, true), leaky()],
      ...[conv(4, 5, 2), norm(), leaky(), conv(8, 5, 2), norm(), leaky()],
      ...[tfl.layers.flatten(), tfl.layers.dense({ units: 1 })],
    ];
    const model = tfl.sequential({ layers });
    setWeights(model, network);
    for (const statistics of ['moving', 'batch'] as const) {
      const training = statistics === 'batch';
      const { logits } = network.discriminate(images(4), { statistics });
      expect(logits).toBeAllClose(model.apply(images(4), { training }) as tf.Tensor, TOLERANCE);
    }
  });

  it('C', () => {
    const network = tinyClassifier();
    scramble(network, 4);
    const relu = (): tfl.layers.Layer => tfl.layers.reLU();
    const pool = (): tfl.layers.Layer =>
      tfl.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' });
    const full = (units: number): tfl.layers.Layer => tfl.layers.dense({ units, activation: 'relu' });
    const layers = [
      ...[tfl.layers.inputLayer({ inputShape: [32, 32, 1] }), conv(3, 5, 2), norm(), relu(), pool()],
      ...[
        conv(8, 5, 1),
        norm(),
        relu(),
        pool(),
        conv(12, 3, 1),
        norm(),
        relu(),
        conv(12, 3, 1),
        norm(),
        relu(),
      ],
      ...[conv(8, 3, 1), norm(), relu(), pool(), tfl.layers.flatten(), full(128), full(128)],
      tfl.layers.dense({ units: NUM_CLASSES }),
    ];
    const model = tfl.sequential({ layers });
    setWeights(model, network);
    for (const statistics of ['moving', 'batch'] as const) {
      const training = statistics === 'batch';
      const { logits } = network.classify(images(4), { statistics });
      expect(logits).toBeAllClose(model.apply(images(4), { training }) as tf.Tensor, TOLERANCE);
    }
  });

  function setWeights(
    model: tfl.Sequential,
    network: ReturnType<typeof tinyClassifier> | ReturnType<typeof tinyDiscriminator>,
  ): void {
    // tfjs-layers: kernel, then scale, offset, mean, variance of its batch norm; or kernel, bias.
    const ordered: tf.Tensor[] = [];
    for (const [name, variable] of network.trainable) {
      ordered.push(variable);
      if (name.endsWith('/offset')) {
        const layer = name.slice(0, -'/offset'.length);
        ordered.push(
          network.statistics.get(`${layer}/movingMean`)!,
          network.statistics.get(`${layer}/movingVariance`)!,
        );
      }
    }
    for (const layer of model.layers) {
      const count = layer.getWeights().length;
      layer.setWeights(ordered.splice(0, count));
    }
    expect(ordered).toHaveLength(0);
  }
});
