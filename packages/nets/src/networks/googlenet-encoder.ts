import * as tf from '@tensorflow/tfjs-core';
import { LINEAR, RELU } from '../activation.js';
import { assertClasses, assertShape } from '../assert-shape.js';
import { convolution } from '../layers/convolution.js';
import { dense } from '../layers/dense.js';
import { applyInOrder } from '../layers/features.js';
import { inception } from '../layers/inception.js';
import { resolvePass, type MapLayer, type MapShape } from '../layers/layer.js';
import { globalAveragePooling, maxPooling } from '../layers/pooling.js';
import { withClasses } from '../layers/with-classes.js';
import type { InitialWeights, Parameters } from '../parameters.js';
import { resolveGoogLeNetSpec } from '../resolve-spec.js';
import type { GoogLeNetSpec } from '../specs.js';
import type { Encoder } from '../types.js';
import { inceptionStages, STEM_CHANNELS } from './googlenet-modules.js';
import { networkBase, parametersOf } from './network-base.js';
import { scaled } from './scaled.js';

/** The convolutions before the inception modules. Images of 32 pixels skip the first pooling, so that stages see 8, 4 and 2. */
function stem(parameters: Parameters, input: MapShape, width: number): MapLayer[] {
  const [first, second, third] = STEM_CHANNELS.map((channels) => scaled(channels, width)) as [
    number,
    number,
    number,
  ];
  const layers: MapLayer[] = [];
  const add = (make: (shape: MapShape) => MapLayer): void => {
    layers.push(make(layers.at(-1)?.outputShape ?? input));
  };
  const relu = { activation: RELU } as const;
  add((shape) =>
    convolution(parameters, {
      name: 'conv1',
      input: shape,
      filters: first,
      kernelSize: 7,
      stride: 2,
      ...relu,
    }),
  );
  if (input[0] > 32) add((shape) => maxPooling('pool1', shape));
  add((shape) =>
    convolution(parameters, { name: 'conv2reduce', input: shape, filters: second, kernelSize: 1, ...relu }),
  );
  add((shape) =>
    convolution(parameters, { name: 'conv2', input: shape, filters: third, kernelSize: 3, ...relu }),
  );
  add((shape) => maxPooling('pool2', shape));
  return layers;
}

/**
 * E: GoogLeNet (Szegedy et al., 2014), batch norm after each convolution, global average pooling, then the class vector joins
 * and the last fully connected layer gives mean and log variance (Section 5: 'merged at the last FC layer').
 * Deviations: batch norm replaces local response normalisation; no auxiliary classifiers and no dropout before the last layer.
 */
export function buildGoogLeNetEncoder(given: GoogLeNetSpec, weights: InitialWeights): Encoder {
  const spec = resolveGoogLeNetSpec(given);
  const { imageSize, channels, numClasses, latentSize, width } = spec;
  const parameters = parametersOf(spec, weights);
  const layers = stem(parameters, [imageSize, imageSize, channels], width);
  const last = (): MapShape => (layers.at(-1) as MapLayer).outputShape;
  for (const [index, modules] of inceptionStages(width).entries()) {
    if (index > 0) layers.push(maxPooling(`pool${index + 2}`, last()));
    for (const { name, channels: counts } of modules) {
      layers.push(inception(parameters, name, last(), counts));
    }
  }
  const average = globalAveragePooling('averagePool', last());
  const posterior = dense(parameters, {
    ...{ name: 'posterior', inputs: last()[2] + numClasses, units: 2 * latentSize },
    activation: LINEAR,
  });
  return {
    ...networkBase(spec, parameters, [...layers, average, posterior]),
    encode(images, classes, options) {
      const pass = resolvePass('encode', options);
      assertShape('encode: images', images, ['B', imageSize, imageSize, channels]);
      assertClasses('encode', classes, images.shape[0], numClasses);
      return tf.tidy(() => {
        const maps = average.apply(applyInOrder(layers, images, pass), pass);
        const both = posterior.apply(withClasses(maps, classes), pass);
        const [mean, logVar] = tf.split(both, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
        return { mean, logVar };
      });
    },
  };
}
