import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { useBackend } from '@cvg/backend';
import { MovingStatisticsUpdates, networkWeights } from '@cvg/nets';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { allWeights, tinyImageOptions, tinyOptions, TinySource, weightsOf } from './__fixtures__/tiny.js';
import { NonFiniteLossError } from './non-finite-loss-error.js';
import { Optimizer } from './optimizer.js';
import { RECIPES, recipeNames, type RecipeName } from './recipes.js';
import { networkEntries } from './trained-networks.js';
import { Trainer } from './trainer.js';
import type { TrainingOptions } from './training-config.js';

interface OracleCase {
  readonly recipe: RecipeName;
  readonly steps: number;
  readonly options: Partial<TrainingOptions>;
  readonly batches: readonly { readonly images: number[]; readonly labels: number[] }[];
  readonly losses: readonly Readonly<Record<string, number>>[];
  readonly weights: Readonly<Record<string, Readonly<Record<string, number[]>>>>;
  readonly averaged: Readonly<Record<string, number[]>>;
}

// Written from the paper with PyTorch's autograd and optimisers, in float64: __fixtures__/algorithm-1.py.
const oracle = JSON.parse(
  readFileSync(new URL('./__fixtures__/algorithm-1.json', import.meta.url), 'utf8'),
) as OracleCase[];

/** oneDNN where the machine has it. */
const { name: fastest } = await useBackend('auto', { onednn: { threads: 1 }, wasm: { threads: 1 } });
const engines = [...new Set(['cpu', 'wasm', fastest] as const)];

beforeAll(async () => {
  await useBackend('wasm', { wasm: { threads: 1 } });
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe.each(engines)('Algorithm 1 takes the steps of the PyTorch oracle on %s', (engine) => {
  beforeAll(async () => {
    await useBackend(engine);
  });

  it.each(oracle.map((entry) => [`${entry.recipe} ${JSON.stringify(entry.options)}`, entry] as const))(
    '%s',
    async (_, { recipe, steps, options, batches, losses, weights, averaged }) => {
      const numClasses = RECIPES[recipe].conditional ? 3 : 0;
      const name = recipe === 'wgan' ? 'rmsprop' : 'adam';
      const trainer = new Trainer(
        tinyOptions({ recipe, numClasses, optimizer: { name, learningRate: 0.01 }, ...options }),
      );
      for (let step = 0; step < steps; step++) {
        const { images = [], labels = [] } = batches[step] ?? {};
        const taken = await trainer.trainStep({
          images: Float32Array.from(images),
          labels: Int32Array.from(labels),
          shape: [6, 3],
        });
        expect(Object.keys(taken).sort()).toEqual(Object.keys(losses[step] ?? {}).sort());
        for (const [term, value] of Object.entries(losses[step] ?? {})) {
          expect(taken[term as 'kl']).toBeAllClose(value, { rtol: 2e-4, atol: 1e-6 });
        }
      }
      expect(
        networkEntries(trainer.networks)
          .map(([network]) => network)
          .sort(),
      ).toEqual(Object.keys(weights).sort());
      for (const [network, trained] of networkEntries(trainer.networks)) {
        for (const [variable, values] of trained.trainable) {
          expect(values).toBeAllClose(weights[network]?.[variable] ?? [], { rtol: 1e-4, atol: 1e-5 });
        }
      }
      for (const [variable, values] of trainer.averagedGenerator.trainable) {
        expect(values).toBeAllClose(averaged[variable] ?? [], { rtol: 1e-4, atol: 1e-5 });
      }
      trainer.dispose();
    },
  );

  it('for every recipe', () => {
    expect(new Set(oracle.map(({ recipe }) => recipe))).toEqual(new Set(recipeNames));
  });
});

it('image networks lose the same on every engine', async () => {
  const lossesOn = async (engine: (typeof engines)[number]): Promise<number[][]> => {
    await useBackend(engine);
    const trainer = new Trainer(tinyImageOptions());
    const source = new TinySource([4, 32, 32, 1]);
    const first = await trainer.trainStep(await source.next());
    const second = await trainer.trainStep(await source.next());
    trainer.dispose();
    return [Object.values(first), Object.values(second)];
  };
  const [first = [], second = []] = await lossesOn('cpu');
  for (const engine of engines.slice(1)) {
    const [other = [], secondOther = []] = await lossesOn(engine);
    expect(other).toBeAllClose(first, { rtol: 1e-4 });
    // Adam's first update has the size of the learning rate even where a gradient is all rounding.
    expect(secondOther).toBeAllClose(second, { rtol: 5e-3 });
  }
}, 120_000);

describe('lines 15 to 18', () => {
  it('move one network each, in the order C, D, G, E, and leave the others bit-equal', async () => {
    const trainer = new Trainer(tinyImageOptions());
    const source = new TinySource([4, 32, 32, 1]);
    const apply = Optimizer.prototype.apply;
    const moved: string[][] = [];
    jest.spyOn(Optimizer.prototype, 'apply').mockImplementation(function (this: Optimizer, gradients) {
      const before = allWeights(trainer);
      apply.call(this, gradients);
      const after = allWeights(trainer);
      moved.push(
        [...after].flatMap(([name, weights]) => (equalWeights(weights, before.get(name)) ? [] : [name])),
      );
    });
    await trainer.trainStep(await source.next());
    expect(moved).toEqual([['classifier'], ['discriminator'], ['generator'], ['encoder']]);
    trainer.dispose();
  });
});

describe('batch norm', () => {
  it('moves the statistics of D and C by real images only', async () => {
    const [trainer, expected] = [new Trainer(tinyImageOptions()), new Trainer(tinyImageOptions())];
    const batch = await new TinySource([4, 32, 32, 1]).next();
    const { discriminator, classifier } = expected.networks;
    tf.tidy(() => {
      const x = tf.tensor4d(batch.images, [4, 32, 32, 1]);
      const updates = new MovingStatisticsUpdates();
      discriminator?.discriminate(x, { statistics: 'batch', movingStatistics: updates });
      classifier?.classify(x, { statistics: 'batch', movingStatistics: updates });
      updates.commit();
    });
    await trainer.trainStep(batch);
    // C's dropout comes after its last batch norm, so it changes no statistic.
    for (const name of ['discriminator', 'classifier'] as const) {
      for (const [variable, values] of trainer.networks[name]?.statistics ?? []) {
        expect(values).toBeAllClose(expected.networks[name]?.statistics.get(variable) as tf.Tensor);
      }
      expect(trainer.networks[name]?.statistics.size).toBeGreaterThan(0);
    }
    trainer.dispose();
    expected.dispose();
  });

  it('takes joint statistics of x_r, x_f and x_p on request, and then moves none of D', async () => {
    const trainer = new Trainer(tinyImageOptions({ discriminatorBatchNorm: 'joint' }));
    const { discriminator } = trainer.networks;
    const before = discriminator && weightsOf(discriminator);
    const sizes: unknown[] = [];
    if (discriminator) {
      const { discriminate } = discriminator;
      jest.spyOn(discriminator, 'discriminate').mockImplementation((x, options) => {
        sizes.push(x.shape[0]);
        return discriminate(x, options);
      });
    }
    await trainer.trainStep(await new TinySource([4, 32, 32, 1]).next());
    expect(sizes).toEqual([12, 12]);
    for (const [name, variable] of discriminator?.statistics ?? []) {
      expect(Float32Array.from(variable.dataSync())).toEqual(before?.get(name));
    }
    trainer.dispose();
  });
});

describe('a loss that is not finite', () => {
  it('stops the step before anything has changed, and names the term', async () => {
    const trainer = new Trainer(tinyOptions());
    const source = new TinySource();
    await trainer.trainStep(await source.next());
    const before = await trainer.checkpoint(source);
    const { numTensors } = tf.memory();
    const batch = await source.next();
    batch.images[4] = Infinity;
    await expect(trainer.trainStep(batch)).rejects.toThrow(NonFiniteLossError);
    await expect(trainer.trainStep(batch)).rejects.toMatchObject({ step: 2, term: 'kl' });
    source.restore(1);
    expect(await trainer.checkpoint(source)).toEqual(before);
    expect(tf.memory().numTensors).toBe(numTensors);
    trainer.dispose();
  });
});

describe('memory', () => {
  const count = async (options: TrainingOptions, shape: number[], steps: number): Promise<number[]> => {
    const trainer = new Trainer(options);
    const source = new TinySource(shape);
    const counts: number[] = [];
    for (let step = 0; step < steps; step++) {
      await trainer.trainStep(await source.next());
      counts.push(tf.memory().numTensors);
    }
    trainer.dispose();
    return counts;
  };

  it.each(recipeNames)('%s keeps the number of tensors over 50 steps', async (recipe) => {
    const before = tf.memory().numTensors;
    const numClasses = RECIPES[recipe].conditional ? 3 : 0;
    const counts = await count(tinyOptions({ recipe, numClasses }), [6, 3], 50);
    expect(new Set(counts.slice(1)).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('so do image networks and moving means', async () => {
    const counts = await count(tinyImageOptions({ meanFeaturesD: 'moving' }), [4, 32, 32, 1], 4);
    expect(new Set(counts.slice(1)).size).toBe(1);
  });
});

describe('a batch', () => {
  it('of another shape or with unknown classes is refused', async () => {
    const trainer = new Trainer(tinyOptions());
    const [images, labels] = [new Float32Array(18), new Int32Array(6)];
    await expect(trainer.trainStep({ images, labels, shape: [3, 6] })).rejects.toThrow(
      new RangeError('Trainer: batch: expected shape [6,3], got [3,6] with 18 numbers.'),
    );
    await expect(trainer.trainStep({ images, labels: labels.fill(3, 5), shape: [6, 3] })).rejects.toThrow(
      new RangeError('Trainer: batch.labels: expected 6 integers in [0, 3), got 6 with 3.'),
    );
    trainer.dispose();
  });

  it('of bytes is refused, but for points', async () => {
    const trainer = new Trainer(tinyImageOptions());
    const batch = { images: new Float32Array(4 * 1024), labels: new Int32Array(4), shape: [4, 32, 32, 1] };
    batch.images[7] = 128;
    await expect(trainer.trainStep(batch)).rejects.toThrow(
      new RangeError(
        'Trainer: batch.images: expected values in [-1, 1], got 128; a byte becomes byte / 127.5 - 1.',
      ),
    );
    trainer.dispose();
    const points = new Trainer(tinyOptions());
    const far = { images: new Float32Array(18).fill(2), labels: new Int32Array(6), shape: [6, 3] };
    expect(await points.trainStep(far)).toHaveProperty('kl');
    points.dispose();
  });
});

function equalWeights(
  left: Map<string, Float32Array>,
  right: Map<string, Float32Array> | undefined,
): boolean {
  return [...left].every(([name, values]) =>
    values.every((value, index) => value === right?.get(name)?.[index]),
  );
}

it('networks hold what the config says', () => {
  const trainer = new Trainer(tinyImageOptions({ recipe: 'cvae' }));
  expect(Object.keys(trainer.networks).sort()).toEqual(['encoder', 'generator']);
  expect(networkWeights(trainer.averagedGenerator).size).toBe(
    networkWeights(trainer.networks.generator).size,
  );
  trainer.dispose();
});
