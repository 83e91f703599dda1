import * as tf from '@tensorflow/tfjs-core';
import { LINEAR, RELU } from '../activation.js';
import { assertClasses, assertShape } from '../assert-shape.js';
import { dense } from '../layers/dense.js';
import { applyInOrder } from '../layers/features.js';
import { resolvePass, type Layer, type Pass } from '../layers/layer.js';
import { withClasses } from '../layers/with-classes.js';
import type { InitialWeights, Parameters } from '../parameters.js';
import {
  resolveMlpClassifierSpec,
  resolveMlpDiscriminatorSpec,
  resolveMlpEncoderSpec,
  resolveMlpGeneratorSpec,
} from '../resolve-spec.js';
import type { MlpClassifierSpec, MlpDiscriminatorSpec, MlpEncoderSpec, MlpGeneratorSpec } from '../specs.js';
import type {
  Classifier,
  Discriminator,
  Encoder,
  ForwardOptions,
  Generator,
  LogitsAndFeatures,
} from '../types.js';
import { networkBase, parametersOf } from './network-base.js';

/** Hidden layers with ReLU: `hidden1`, `hidden2`, ... */
function hiddenLayers(parameters: Parameters, inputs: number, sizes: readonly number[]): Layer[] {
  return sizes.map((units, index) =>
    dense(parameters, {
      ...{ name: `hidden${index + 1}`, inputs: sizes[index - 1] ?? inputs, units },
      ...{ activation: RELU },
    }),
  );
}

/** The last layer, linear. */
function outputLayer(parameters: Parameters, name: string, inputs: number, units: number): Layer {
  return dense(parameters, { name, inputs, units, activation: LINEAR });
}

/** An encoder of points: the class vector joins before the last layer, as in GoogLeNet's. */
export function buildMlpEncoder(given: MlpEncoderSpec, weights: InitialWeights): Encoder {
  const spec = resolveMlpEncoderSpec(given);
  const { dataSize, hiddenSizes, latentSize, numClasses } = spec;
  const parameters = parametersOf(spec, weights);
  const hidden = hiddenLayers(parameters, dataSize, hiddenSizes);
  const inputs = (hiddenSizes.at(-1) ?? dataSize) + numClasses;
  const posterior = outputLayer(parameters, 'posterior', inputs, 2 * latentSize);
  return {
    ...networkBase(spec, parameters, [...hidden, posterior]),
    encode(points, classes, options) {
      const pass = resolvePass('encode', options);
      assertShape('encode: images', points, ['B', dataSize]);
      assertClasses('encode', classes, points.shape[0], numClasses);
      return tf.tidy(() => {
        const both = posterior.apply(withClasses(applyInOrder(hidden, points, pass), classes), pass);
        const [mean, logVar] = tf.split(both, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
        return { mean, logVar };
      });
    },
  };
}

/** G of Section 4: an MLP with a linear output. */
export function buildMlpGenerator(given: MlpGeneratorSpec, weights: InitialWeights): Generator {
  const spec = resolveMlpGeneratorSpec(given);
  const { dataSize, hiddenSizes, latentSize, numClasses } = spec;
  const parameters = parametersOf(spec, weights);
  const hidden = hiddenLayers(parameters, latentSize + numClasses, hiddenSizes);
  const output = outputLayer(parameters, 'output', hiddenSizes.at(-1) ?? latentSize, dataSize);
  return {
    ...networkBase(spec, parameters, [...hidden, output]),
    generate(z, classes, options) {
      const pass = resolvePass('generate', options);
      assertShape('generate: z', z, ['B', latentSize]);
      assertClasses('generate', classes, z.shape[0], numClasses);
      return tf.tidy(() => applyInOrder([...hidden, output], withClasses(z, classes), pass));
    },
  };
}

/** Hidden layers and logits: D and C are the same but for the number of logits. */
function judge(
  parameters: Parameters,
  dataSize: number,
  hiddenSizes: readonly number[],
  numLogits: number,
): { layers: Layer[]; run: (name: string, x: tf.Tensor, options?: ForwardOptions) => LogitsAndFeatures } {
  const hidden = hiddenLayers(parameters, dataSize, hiddenSizes);
  const last = outputLayer(parameters, 'logits', hiddenSizes.at(-1) ?? dataSize, numLogits);
  return {
    layers: [...hidden, last],
    run: (name, x, options) => {
      const pass: Pass = resolvePass(name, options);
      assertShape(`${name}: x`, x, ['B', dataSize]);
      return tf.tidy(() => {
        const features = applyInOrder(hidden, x, pass) as tf.Tensor2D;
        return { logits: last.apply(features, pass) as tf.Tensor2D, features };
      });
    },
  };
}

/** D of Section 4; features are the last hidden layer. */
export function buildMlpDiscriminator(given: MlpDiscriminatorSpec, weights: InitialWeights): Discriminator {
  const spec = resolveMlpDiscriminatorSpec(given);
  const parameters = parametersOf(spec, weights);
  const { layers, run } = judge(parameters, spec.dataSize, spec.hiddenSizes, 1);
  return {
    ...networkBase(spec, parameters, layers),
    discriminate: (x, options) => run('discriminate', x, options),
  };
}

/** A classifier of points; features are the last hidden layer. */
export function buildMlpClassifier(given: MlpClassifierSpec, weights: InitialWeights): Classifier {
  const spec = resolveMlpClassifierSpec(given);
  const parameters = parametersOf(spec, weights);
  const { layers, run } = judge(parameters, spec.dataSize, spec.hiddenSizes, spec.numClasses);
  return { ...networkBase(spec, parameters, layers), classify: (x, options) => run('classify', x, options) };
}
