import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { buildDiscriminator, buildNetwork } from './build-network.js';
import { MovingStatisticsUpdates } from './moving-statistics-updates.js';
import type { ForwardOptions, Network } from './types.js';
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
  valuesOf,
} from './__fixtures__/tiny.js';

beforeAll(() => tf.setBackend('cpu'));

/** The networks with one way to run each: everything it returns, side by side. */
const runs = [
  [
    'E',
    tinyEncoder,
    (network: Network, batch: number, options?: ForwardOptions) => {
      const ids = Array.from({ length: batch }, (_, i) => i % NUM_CLASSES);
      const { mean, logVar } = (network as ReturnType<typeof tinyEncoder>).encode(
        images(batch),
        oneHot(ids),
        options,
      );
      return tf.concat([mean, logVar], 1);
    },
  ],
  [
    'G',
    tinyGenerator,
    (network: Network, batch: number, options?: ForwardOptions) => {
      const ids = Array.from({ length: batch }, (_, i) => i % NUM_CLASSES);
      return (network as ReturnType<typeof tinyGenerator>).generate(latents(batch), oneHot(ids), options);
    },
  ],
  [
    'D',
    tinyDiscriminator,
    (network: Network, batch: number, options?: ForwardOptions) => {
      const { logits, features } = (network as ReturnType<typeof tinyDiscriminator>).discriminate(
        images(batch),
        options,
      );
      return tf.concat([logits, features], 1);
    },
  ],
  [
    'C',
    tinyClassifier,
    (network: Network, batch: number, options?: ForwardOptions) => {
      const { logits, features } = (network as ReturnType<typeof tinyClassifier>).classify(
        images(batch),
        options,
      );
      return tf.concat([logits, features], 1);
    },
  ],
] as const;

describe.each(runs)('%s', (_, build: () => Network, run) => {
  it('repeats with its seed, and differs with another', () => {
    const [first, second] = [build(), build()];
    expect(valuesOf(first)).toEqual(valuesOf(second));
    const other = buildNetwork({ ...first.spec, seed: 4 });
    for (const [name, values] of valuesOf(other)) {
      if (name.endsWith('/kernel')) expect(values).not.toEqual(valuesOf(first).get(name));
    }
    for (const network of [first, second, other]) network.dispose();
  });

  it('is rebuilt by its spec, after JSON', () => {
    const first = build();
    const second = buildNetwork(JSON.parse(JSON.stringify(first.spec)) as typeof first.spec);
    expect(second.spec).toEqual(first.spec);
    expect(valuesOf(second)).toEqual(valuesOf(first));
    for (const network of [first, second]) network.dispose();
  });

  it('moves no statistic without commit; commit moves all of them, nothing else', () => {
    const network = build();
    const before = valuesOf(network);
    const updates = new MovingStatisticsUpdates();
    run(network, 4, { statistics: 'batch' });
    run(network, 4);
    run(network, 4, { statistics: 'batch', movingStatistics: updates });
    expect(valuesOf(network)).toEqual(before);
    expect(updates.size).toBe(network.statistics.size / 2);
    updates.commit();
    expect(updates.size).toBe(0);
    for (const [name, values] of valuesOf(network)) {
      if (network.statistics.has(name)) expect(values).not.toEqual(before.get(name));
      else expect(values).toEqual(before.get(name));
    }
    network.dispose();
  });

  it('with moving statistics a sample does not depend on its batch, with batch statistics it does', () => {
    const network = build();
    scramble(network, 11);
    const firstOf = (batch: number, options?: ForwardOptions): number[] => {
      const output = run(network, batch, options);
      return Array.from(tf.slice(output, 0, 1).dataSync());
    };
    expect(firstOf(4)).toBeAllClose(firstOf(2), { rtol: 1e-4, atol: 1e-5 });
    const [four, two] = [firstOf(4, { statistics: 'batch' }), firstOf(2, { statistics: 'batch' })];
    expect(Math.max(...four.map((value, i) => Math.abs(value - two[i]!)))).toBeGreaterThan(1e-2);
    network.dispose();
  });

  it.each(['batch', 'moving'] as const)('%s statistics: a gradient reaches every variable', (statistics) => {
    const network = build();
    scramble(network, 5);
    if (statistics === 'moving') {
      // Fixed statistics do not recentre a channel: with positive kernels no ReLU is dead.
      for (const [name, variable] of network.trainable) {
        if (name.endsWith('/kernel')) tf.tidy(() => variable.assign(tf.abs(variable)));
      }
    }
    const { value, grads } = tf.variableGrads(
      () => tf.sum(tf.square(run(network, 6, { statistics }))),
      [...network.trainable.values()],
    );
    expect(Number.isFinite(value.dataSync()[0])).toBe(true);
    for (const [name, variable] of network.trainable) {
      const gradient = grads[variable.name]!;
      expect(gradient.shape).toEqual(variable.shape);
      const largest = Math.max(...tf.abs(gradient).dataSync());
      expect({ name, moves: largest > 0 && Number.isFinite(largest) }).toEqual({ name, moves: true });
    }
    tf.dispose([value, grads]);
    network.dispose();
  });

  it('names its variables once in a program, and frees them all', () => {
    const before = tf.memory().numTensors;
    const [first, second] = [build(), build()];
    const names = [first, second].flatMap(({ trainable, statistics }) =>
      [...trainable.values(), ...statistics.values()].map(({ name }) => name),
    );
    expect(new Set(names).size).toBe(names.length);
    first.dispose();
    second.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves nothing behind but its result, in a pass and in a step', () => {
    const network = build();
    const updates = new MovingStatisticsUpdates();
    const pass = (options: ForwardOptions): void =>
      tf.tidy(() => {
        run(network, 2, options);
      });
    const before = tf.memory().numTensors;
    pass({});
    pass({ statistics: 'batch' });
    pass({ statistics: 'batch', movingStatistics: updates, dropoutSeed: 1 });
    expect(tf.memory().numTensors).toBe(before + network.statistics.size);
    updates.dispose();
    const gradients = tf.variableGrads(
      () => tf.sum(run(network, 2, { statistics: 'batch', movingStatistics: updates })),
      [...network.trainable.values()],
    );
    tf.dispose([gradients.value, gradients.grads]);
    updates.commit();
    expect(tf.memory().numTensors).toBe(before);
    network.dispose();
  });
});

it('commit moves by a tenth of the statistics of what batch norm saw', () => {
  const network = buildDiscriminator({ architecture: 'dcgan', ...TINY, featureLayers: ['conv1'] });
  scramble(network, 8);
  const before = valuesOf(network);
  const updates = new MovingStatisticsUpdates();
  const options = { statistics: 'batch', movingStatistics: updates } as const;
  const first = tf.reshape<tf.Rank.R4>(network.discriminate(images(5), options).features, [5, 16, 16, 2]);
  const kernel = network.trainable.get('conv2/kernel') as unknown as tf.Tensor4D;
  const seen = tf.conv2d(first, kernel, 2, 'same');
  const { mean, variance } = tf.moments(seen, [0, 1, 2]);
  updates.commit();
  const moved = (name: string, batch: tf.Tensor, factor: number): void =>
    expect(network.statistics.get(name)!).toBeAllClose(
      Array.from(batch.dataSync(), (value, i) => 0.9 * before.get(name)![i]! + 0.1 * factor * value),
    );
  moved('conv2/movingMean', mean, 1);
  moved('conv2/movingVariance', variance, 320 / 319); // 5 samples of 8x8, unbiased
});
