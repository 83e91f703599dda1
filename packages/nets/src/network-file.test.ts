import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { buildGenerator, buildNetwork } from './build-network.js';
import { WeightsFormatError } from './errors.js';
import { loadNetwork, saveNetwork } from './network-file.js';
import { loadNetworkWeights, networkWeights } from './network-weights.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';
import type { NetworkSpec } from './specs.js';
import type { Generator, Network } from './types.js';
import type { WeightValues } from './weight-values.js';
import {
  latents,
  oneHot,
  scramble,
  tinyClassifier,
  tinyDiscriminator,
  tinyEncoder,
  tinyGenerator,
  valuesOf,
} from './__fixtures__/tiny.js';

beforeAll(() => tf.setBackend('cpu'));

const mlp = { architecture: 'mlp', seed: 1 } as const;
const builders: readonly (readonly [string, () => Network])[] = [
  ['googlenet', tinyEncoder],
  ['deconv', tinyGenerator],
  ['deconv, nearest', () => tinyGenerator('nearest')],
  ['dcgan', tinyDiscriminator],
  ['alexnet', tinyClassifier],
  ['mlp encoder', () => buildNetwork({ ...mlp, role: 'encoder', latentSize: 3, numClasses: 2 })],
  ['mlp generator', () => buildNetwork({ ...mlp, role: 'generator', latentSize: 3 })],
  ['mlp discriminator', () => buildNetwork({ ...mlp, role: 'discriminator' })],
  ['mlp classifier', () => buildNetwork({ ...mlp, role: 'classifier', numClasses: 3, dataSize: 5 })],
];

const weightsOf = (network: Network): Map<string, WeightValues> =>
  new Map(
    [...networkWeights(network)].map(([name, variable]) => [
      name,
      { shape: variable.shape, data: variable.dataSync() as Float32Array },
    ]),
  );

describe('saveNetwork and loadNetwork', () => {
  it.each(builders)('give %s back, bit for bit, with its spec', async (_, build) => {
    const network = build();
    scramble(network, 21);
    const before = tf.memory().numTensors;
    const loaded = loadNetwork(await saveNetwork(network));
    expect(loaded.spec).toEqual(network.spec);
    expect(loaded.layers).toEqual(network.layers);
    expect([...valuesOf(loaded)]).toEqual([...valuesOf(network)]);
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before);
    network.dispose();
  });

  it('the loaded network generates the same images', async () => {
    const network = tinyGenerator();
    scramble(network, 2);
    const loaded = loadNetwork(await saveNetwork(network)) as Generator;
    expect(loaded.generate(latents(2), oneHot([0, 1]))).toBeAllClose(
      network.generate(latents(2), oneHot([0, 1])),
      {
        rtol: 0,
        atol: 0,
      },
    );
  });

  const refusals: readonly (readonly [string, (spec: NetworkSpec) => object, string])[] = [
    ['another format', () => ({}), `expected format 'cvg-network-1' in the metadata, got undefined`],
    ['no spec', () => ({ format: 'cvg-network-1' }), 'the metadata has no spec in JSON'],
    ['a broken spec', () => ({ format: 'cvg-network-1', spec: '{' }), 'the metadata has no spec in JSON'],
    [
      'a spec of nothing known',
      () => ({ format: 'cvg-network-1', spec: '{"architecture":"resnet"}' }),
      'buildNetwork: spec.architecture: expected a known one, got "resnet".',
    ],
    [
      'a spec of another width',
      (spec) => ({ format: 'cvg-network-1', spec: JSON.stringify({ ...spec, width: 1 }) }),
      "loadNetwork: 'fc1/kernel': expected shape [7,1024], got [7,32].",
    ],
    [
      'a spec of another size',
      (spec) => ({ format: 'cvg-network-1', spec: JSON.stringify({ ...spec, imageSize: 64 }) }),
      "loadNetwork: 'deconv1/kernel': expected shape [3,3,8,8], got [5,5,4,8].",
    ],
  ];
  it.each(refusals)('refuses %s, and leaves no variables behind', async (_, metadataOf, message) => {
    const network = tinyGenerator();
    const { tensors } = decodeSafetensors(await saveNetwork(network));
    const bytes = encodeSafetensors(tensors, metadataOf(network.spec) as Record<string, string>);
    const before = tf.memory().numTensors;
    expect(() => loadNetwork(bytes)).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
    network.dispose();
  });

  it('refuses tensors beside the weights, and other types', async () => {
    const network = tinyGenerator();
    const { tensors, metadata } = decodeSafetensors(await saveNetwork(network));
    const before = tf.memory().numTensors;
    const more = new Map(tensors).set('more', { dtype: 'F32', shape: [0], data: new Float32Array() });
    expect(() => loadNetwork(encodeSafetensors(more, metadata))).toThrow(
      "loadNetwork: 'more' is no weight of deconv.",
    );
    const doubled = new Map(tensors).set('fc1/bias', {
      dtype: 'F64',
      shape: [32],
      data: new Float64Array(32),
    });
    expect(() => loadNetwork(encodeSafetensors(doubled, metadata))).toThrow(
      "loadNetwork: 'fc1/bias': expected 32 float32 values, got 32 of Float64Array.",
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('loadNetworkWeights', () => {
  let source: Network;
  let given: Map<string, WeightValues>;
  beforeAll(() => {
    source = tinyGenerator();
    scramble(source, 5);
    given = weightsOf(source);
  });

  it('sets all weights, also under a prefix with others beside, and keeps no hold of the arrays', () => {
    const target = tinyGenerator();
    const prefixed = new Map(
      [...given].map(([name, values]) => [`generator/${name}`, { ...values, data: values.data.slice() }]),
    );
    prefixed.set('encoder/conv1/kernel', { shape: [1], data: Float32Array.of(1) });
    loadNetworkWeights(target, prefixed, 'generator/');
    for (const { data } of prefixed.values()) data.fill(0);
    expect(valuesOf(target)).toEqual(valuesOf(source));
  });

  const wrong: readonly (readonly [string, (tensors: Map<string, WeightValues>) => void, string])[] = [
    [
      'a missing name',
      (tensors) => tensors.delete('deconv1/movingMean'),
      "loadNetworkWeights: 'deconv1/movingMean' [4] is missing.",
    ],
    [
      'another shape',
      (tensors) => tensors.set('deconv1/scale', { shape: [2, 2], data: new Float32Array(4) }),
      "loadNetworkWeights: 'deconv1/scale': expected shape [4], got [2,2].",
    ],
    [
      'too little data',
      (tensors) => tensors.set('deconv1/scale', { shape: [4], data: new Float32Array(3) }),
      "loadNetworkWeights: 'deconv1/scale': expected 4 float32 values, got 3 of Float32Array.",
    ],
    [
      'an unknown name',
      (tensors) => tensors.set('deconv9/kernel', { shape: [1], data: new Float32Array(1) }),
      "loadNetworkWeights: 'deconv9/kernel' is no weight of deconv.",
    ],
  ];
  it.each(wrong)('refuses %s and changes nothing', (_, spoil, message) => {
    const target = tinyGenerator();
    const before = valuesOf(target);
    const tensors = new Map(given);
    spoil(tensors);
    expect(() => loadNetworkWeights(target, tensors)).toThrow(message);
    expect(() => loadNetworkWeights(target, tensors)).toThrow(WeightsFormatError);
    expect(valuesOf(target)).toEqual(before);
  });
});

it('networkWeights lists the trainable variables, then the statistics', () => {
  const network = buildGenerator({ ...mlp, role: 'generator', latentSize: 3 });
  expect([...networkWeights(network).keys()]).toEqual([
    ...['hidden1/kernel', 'hidden1/bias', 'hidden2/kernel', 'hidden2/bias'],
    ...['hidden3/kernel', 'hidden3/bias', 'output/kernel', 'output/bias'],
  ]);
  const encoder = tinyEncoder();
  expect([...networkWeights(encoder).keys()]).toEqual([
    ...encoder.trainable.keys(),
    ...encoder.statistics.keys(),
  ]);
});
