import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@cvg/backend';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { allWeights, TinySource } from './__fixtures__/tiny.js';
import type { Losses } from './events.js';
import { NonFiniteLossError } from './non-finite-loss-error.js';
import type { RecipeName } from './recipes.js';
import { Trainer } from './trainer.js';
import type { TrainingOptions } from './training-config.js';

const FUSED = 'CvgAdversarialStep';
let kernel: tf.KernelConfig;

beforeAll(async () => {
  await useBackend('wasm', { wasm: { threads: 1 } });
  kernel = tf.getKernel(FUSED, 'wasm');
});
afterEach(() => {
  if ((tf.getKernel(FUSED, 'wasm') as unknown) == null) tf.registerKernel(kernel);
});

/** The toy of Section 4; the learning rate is larger, so that a few steps tell a right update from a wrong one. */
const options = (recipe: RecipeName, name: 'adam' | 'rmsprop' = 'rmsprop'): TrainingOptions => ({
  ...{ recipe, numClasses: 0, batchSize: 64, seed: 5 },
  networks: { kind: 'mlp', dataSize: 2, latentSize: 2, hiddenSizes: [32, 64, 64] },
  optimizer: { name, learningRate: 1e-3 },
});
const newSource = (): TinySource => new TinySource([64, 2]);

async function train(
  trainingOptions: TrainingOptions,
  steps: number,
): Promise<{ losses: Losses[]; weights: Map<string, Map<string, Float32Array>>; isFused: boolean }> {
  const trainer = new Trainer(trainingOptions);
  const [source, losses] = [newSource(), [] as Losses[]];
  const { kernelNames } = await tf.profile(async () => {
    for (let step = 0; step < steps; step++) losses.push(await trainer.trainStep(await source.next()));
    return tf.scalar(0);
  });
  const weights = allWeights(trainer);
  trainer.dispose();
  return { losses, weights, isFused: kernelNames.includes(FUSED) };
}

describe('an iteration in one kernel', () => {
  it.each([
    ['gan', 'rmsprop'],
    ['gan', 'adam'],
    ['wgan', 'rmsprop'],
    ['wgan', 'adam'],
    ['fm-gan', 'rmsprop'],
    ['fm-gan', 'adam'],
  ] as const)('is that of Algorithm 1: %s with %s', async (recipe, name) => {
    const steps = 10;
    const fused = await train(options(recipe, name), steps);
    tf.unregisterKernel(FUSED, 'wasm');
    const ordinary = await train(options(recipe, name), steps);
    expect([fused.isFused, ordinary.isFused]).toEqual([true, false]);
    for (const [step, losses] of ordinary.losses.entries()) {
      expect(Object.keys(fused.losses[step] ?? {}).sort()).toEqual(Object.keys(losses).sort());
      for (const [term, value] of Object.entries(losses)) {
        expect(fused.losses[step]?.[term as keyof Losses] ?? NaN).toBeAllClose(value, {
          rtol: 1e-3,
          atol: 1e-6,
        });
      }
    }
    for (const [network, weights] of ordinary.weights) {
      for (const [variable, values] of weights) {
        // Where a gradient is all rounding, a step of either optimiser has its full size: hence the part that is allowed.
        const other = fused.weights.get(network)?.get(variable) ?? new Float32Array();
        const numWrong = values.filter((value, at) => !(Math.abs((other[at] ?? NaN) - value) <= 2e-5)).length;
        expect(numWrong / values.length).toBeLessThan(0.01);
      }
    }
  });

  it('moves nothing that shares the memory of a weight', async () => {
    const trainer = new Trainer(options('gan'));
    const weight = trainer.networks.generator.trainable.get('hidden2/kernel') as tf.Variable;
    const copy = tf.clone(weight);
    const before = copy.dataSync().slice();
    const source = newSource();
    await trainer.trainStep(await source.next());
    expect(copy.dataSync()).toEqual(before);
    expect(weight.dataSync()).not.toEqual(before);
    copy.dispose();
    trainer.dispose();
  });

  it('changes nothing when a loss is not finite', async () => {
    const trainer = new Trainer(options('fm-gan'));
    const source = newSource();
    await trainer.trainStep(await source.next());
    const before = await trainer.checkpoint(source);
    const { numTensors } = tf.memory();
    const batch = await source.next();
    batch.images[7] = Infinity;
    await expect(trainer.trainStep(batch)).rejects.toThrow(NonFiniteLossError);
    source.restore(1);
    expect(await trainer.checkpoint(source)).toEqual(before);
    expect(tf.memory().numTensors).toBe(numTensors);
    trainer.dispose();
  });

  it('is not taken where there is more to do', async () => {
    const classes: TrainingOptions = { ...options('cgan'), numClasses: 3 };
    for (const other of [
      classes,
      options('vae-gan'),
      { ...options('fm-gan'), meanFeaturesD: 'moving' } as const,
    ]) {
      expect((await train(other, 1)).isFused).toBe(false);
    }
  });
});
