/** The fused kernels of an engine give what the ordinary ops give. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '@cvg/backend';
import { seededNormal } from '@cvg/test-utils';
import { Adam } from './adam.js';
import { batchNormalization, batchNormalizationRelu } from './batch-normalization.js';
import { FUSED, hasKernel } from './fused-kernels.js';

beforeAll(() => useBackend('wasm'));

it('finds them where they are', () => {
  for (const name of Object.values(FUSED))
    expect({ name, found: hasKernel(name) }).toEqual({ name, found: true });
  expect(hasKernel('CvgNothing')).toBe(false);
});

describe('batchNormalizationRelu', () => {
  const x = (): tf.Tensor4D => tf.tensor4d(seededNormal(96, 1), [4, 3, 2, 4]);
  const [gamma, beta] = [
    [0.5, 1.5, -1, 2],
    [0.1, 0, -0.3, 1],
  ];
  const composition: typeof batchNormalizationRelu = (...inputs) => {
    const normalized = batchNormalization(...inputs);
    return { ...normalized, output: tf.relu(normalized.output) };
  };

  it('agrees with the composition, with its gradients', () => {
    const results = [batchNormalizationRelu, composition].map((normalize) => {
      const direction = tf.tensor4d(seededNormal(96, 2), [4, 3, 2, 4]);
      const inputs = [x(), tf.tensor1d(gamma), tf.tensor1d(beta)];
      const run = (...[a, b, c]: tf.Tensor[]) =>
        normalize(a as tf.Tensor4D, b as tf.Tensor1D, c as tf.Tensor1D);
      const { output, mean, variance } = run(...inputs);
      const gradients = tf.grads((...given) => tf.sum(tf.mul(run(...given).output, direction)))(inputs);
      return [output, mean, variance, ...gradients];
    });
    const [fused = [], ordinary = []] = results;
    expect(fused).toHaveLength(6);
    for (const [index, tensor] of fused.entries())
      expect(tensor).toBeAllClose(ordinary[index]!, { atol: 1e-5 });
  });
  it('keeps nothing but its results', () => {
    const inputs = [x(), tf.tensor1d(gamma), tf.tensor1d(beta)] as const;
    const before = tf.memory().numTensors;
    const results = tf.tidy(() => {
      const { output, mean, variance } = batchNormalizationRelu(...inputs);
      return [output, mean, variance];
    });
    expect(tf.memory().numTensors).toBe(before + 3);
    tf.dispose([...inputs, ...results]);
  });
});

it('Adam takes the steps of tf.train.adam', () => {
  const [ours, theirs] = [0, 1].map(() => tf.variable(tf.tensor1d(seededNormal(3, 4)))) as [
    tf.Variable,
    tf.Variable,
  ];
  const gradientsOf = (weight: tf.Variable): tf.NamedTensorMap =>
    tf.variableGrads(() => tf.sum(tf.mul(tf.square(weight), tf.tensor1d([1, 0.1, 3]))), [weight]).grads;
  const adam = new Adam([ours]);
  const reference = tf.train.adam(0.01, 0.9, 0.999, 1e-8);
  for (let index = 0; index < 10; index++) {
    adam.apply(gradientsOf(ours), 0.01);
    reference.applyGradients(Object.entries(gradientsOf(theirs)).map(([name, tensor]) => ({ name, tensor })));
  }
  expect(ours).toBeAllClose(theirs, { rtol: 1e-4 });
});
