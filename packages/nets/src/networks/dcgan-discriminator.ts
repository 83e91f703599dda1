import * as tf from '@tensorflow/tfjs-core';
import { LEAKY_RELU, LINEAR } from '../activation.js';
import { assertShape } from '../assert-shape.js';
import { convolution } from '../layers/convolution.js';
import { dense } from '../layers/dense.js';
import { applyInOrder, featuresOf, flatten } from '../layers/features.js';
import type { InitialWeights } from '../parameters.js';
import { resolvePass, type MapLayer } from '../layers/layer.js';
import { resolveDcganSpec } from '../resolve-spec.js';
import type { DcganSpec, ImageSize } from '../specs.js';
import type { Discriminator } from '../types.js';
import { networkBase, parametersOf } from './network-base.js';
import { scaled } from './scaled.js';

/** Convolutions until the map is 4x4. */
const NUM_CONVOLUTIONS: Readonly<Partial<Record<ImageSize, number>>> = { 32: 3, 64: 4, 128: 5 };
const FIRST_CHANNELS = 64;
const KERNEL_SIZE = 5;

/**
 * D: DCGAN's discriminator (Radford et al., 2016). 5x5 convolutions of stride 2 halve the map down to 4x4 while channels double
 * from 64: three of them for 32 pixels, four for 64 (DCGAN's own), five (64 to 1024) for 128. Leaky ReLU 0.2, batch norm after each
 * but the first, one fully connected layer.
 */
export function buildDcganDiscriminator(given: DcganSpec, weights: InitialWeights): Discriminator {
  const count = NUM_CONVOLUTIONS[given.imageSize] ?? 0;
  const names = Array.from({ length: count }, (_, index) => `conv${index + 1}`);
  const spec = resolveDcganSpec(given, names);
  const { imageSize, channels, width, featureLayers } = spec;
  const parameters = parametersOf(spec, weights);
  const layers: MapLayer[] = [];
  for (const [index, name] of names.entries()) {
    layers.push(
      convolution(parameters, {
        ...{ name, input: layers.at(-1)?.outputShape ?? [imageSize, imageSize, channels] },
        ...{ filters: scaled(FIRST_CHANNELS * 2 ** index, width), kernelSize: KERNEL_SIZE, stride: 2 },
        ...{ normalize: index > 0, activation: LEAKY_RELU },
      }),
    );
  }
  const inputs = tf.util.sizeFromShape([...(layers.at(-1)?.outputShape ?? [])]);
  const last = dense(parameters, { name: 'fc', inputs, units: 1, activation: LINEAR });
  return {
    ...networkBase(spec, parameters, [...layers, last]),
    discriminate(x, options) {
      const pass = resolvePass('discriminate', options);
      assertShape('discriminate: x', x, ['B', imageSize, imageSize, channels]);
      return tf.tidy(() => {
        const outputs = new Map<string, tf.Tensor>();
        const map = applyInOrder(layers, x, pass, outputs);
        const logits = last.apply(flatten(map), pass) as tf.Tensor2D;
        return { logits, features: featuresOf(outputs, featureLayers) };
      });
    },
  };
}
