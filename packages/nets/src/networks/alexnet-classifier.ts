import * as tf from '@tensorflow/tfjs-core';
import { LINEAR, RELU } from '../activation.js';
import { assertShape } from '../assert-shape.js';
import { convolution } from '../layers/convolution.js';
import { dense } from '../layers/dense.js';
import { dropout } from '../layers/dropout.js';
import { applyInOrder, featuresOf, flatten } from '../layers/features.js';
import type { InitialWeights } from '../parameters.js';
import { resolvePass, type MapLayer, type MapShape } from '../layers/layer.js';
import { maxPooling } from '../layers/pooling.js';
import { resolveAlexNetSpec } from '../resolve-spec.js';
import type { AlexNetSpec, ImageSize } from '../specs.js';
import type { Classifier } from '../types.js';
import { networkBase, parametersOf } from './network-base.js';
import { scaled } from './scaled.js';

/** The first convolution: AlexNet's for 128, a smaller one where that would leave too little of the image. */
const FIRST: Readonly<Record<ImageSize, { readonly kernelSize: number; readonly stride: number }>> = {
  32: { kernelSize: 5, stride: 2 },
  64: { kernelSize: 7, stride: 2 },
  128: { kernelSize: 11, stride: 4 },
};

/** The other convolutions; a pooling precedes conv2 and conv3 and follows conv5. */
const CONVOLUTIONS = [
  { name: 'conv2', filters: 256, kernelSize: 5, pool: 'pool1' },
  { name: 'conv3', filters: 384, kernelSize: 3, pool: 'pool2' },
  { name: 'conv4', filters: 384, kernelSize: 3, pool: undefined },
  { name: 'conv5', filters: 256, kernelSize: 3, pool: undefined },
] as const;

const FIRST_FILTERS = 96;
const FULL_UNITS = 4096;
const DROPOUT_RATE = 0.5;
const FEATURE_LAYERS = ['conv1', 'pool1', 'conv2', 'pool2', 'conv3', 'conv4', 'conv5', 'pool5', 'fc6', 'fc7'];

/**
 * C: AlexNet (Krizhevsky et al., 2012) for images of 128, 64 or 32 pixels; batch norm after each convolution (in place of local
 * response normalisation), 3x3 maxima of stride 2, dropout 0.5 of both hidden fully connected layers' outputs when the pass has
 * a seed. Features are taken before dropout. One column instead of two half-connected ones; 'same' padding throughout.
 */
export function buildAlexNetClassifier(given: AlexNetSpec, weights: InitialWeights): Classifier {
  const spec = resolveAlexNetSpec(given, FEATURE_LAYERS);
  const { imageSize, channels, numClasses, width, featureLayers } = spec;
  const parameters = parametersOf(spec, weights);
  const relu = { activation: RELU } as const;
  const layers: MapLayer[] = [
    convolution(parameters, {
      ...{ name: 'conv1', input: [imageSize, imageSize, channels], filters: scaled(FIRST_FILTERS, width) },
      ...{ ...FIRST[imageSize], ...relu },
    }),
  ];
  const last = (): MapShape => (layers.at(-1) as MapLayer).outputShape;
  for (const { name, filters, kernelSize, pool } of CONVOLUTIONS) {
    if (pool !== undefined) layers.push(maxPooling(pool, last()));
    layers.push(
      convolution(parameters, { name, input: last(), filters: scaled(filters, width), kernelSize, ...relu }),
    );
  }
  layers.push(maxPooling('pool5', last()));
  const units = scaled(FULL_UNITS, width);
  const fc6 = dense(parameters, { name: 'fc6', inputs: tf.util.sizeFromShape([...last()]), units, ...relu });
  const fc7 = dense(parameters, { name: 'fc7', inputs: units, units, ...relu });
  const fc8 = dense(parameters, {
    ...{ name: 'fc8', inputs: units, units: numClasses, activation: LINEAR },
  });
  return {
    ...networkBase(spec, parameters, [...layers, fc6, fc7, fc8]),
    classify(x, options) {
      const pass = resolvePass('classify', options);
      assertShape('classify: x', x, ['B', imageSize, imageSize, channels]);
      return tf.tidy(() => {
        const outputs = new Map<string, tf.Tensor>();
        let hidden = flatten(applyInOrder(layers, x, pass, outputs)) as tf.Tensor;
        for (const layer of [fc6, fc7]) {
          hidden = applyInOrder([layer], hidden, pass, outputs);
          hidden = dropout(hidden, DROPOUT_RATE, layer.summary.name, pass);
        }
        const logits = fc8.apply(hidden, pass) as tf.Tensor2D;
        return { logits, features: featuresOf(outputs, featureLayers) };
      });
    },
  };
}
