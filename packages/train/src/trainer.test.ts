import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { useBackend } from '@cvg/backend';
import { loadNetwork, type Generator } from '@cvg/nets';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { tinyImageOptions, tinyOptions, TinySource, weightsOf } from './__fixtures__/tiny.js';
import type { Losses, TrainEvent } from './events.js';
import type { JsonObject } from './json.js';
import { ConfigMismatchError } from './errors.js';
import { NonFiniteLossError } from './non-finite-loss-error.js';
import { RECIPES, recipeNames, type RecipeName } from './recipes.js';
import { resumeTraining } from './resume-training.js';
import { RunFolder } from './run-folder.js';
import { Trainer, type RunOptions } from './trainer.js';
import type { TrainingOptions } from './training-config.js';

let folder: string;

beforeAll(async () => {
  await useBackend('wasm', { wasm: { threads: 1 } });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvg-trainer-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const contents = (trainer: Trainer): Parameters<typeof RunFolder.create>[1] => ({
  config: { training: trainer.config as unknown as JsonObject },
  classes: ['a', 'b', 'c'],
});

async function collect(trainer: Trainer, options: RunOptions): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of trainer.run(options)) events.push(event);
  return events;
}

const lossesOf = (events: readonly TrainEvent[]): Losses[] =>
  events.flatMap((event) => (event.type === 'step' ? [event.losses] : []));

const forRecipe = (recipe: RecipeName): TrainingOptions =>
  tinyOptions({ recipe, numClasses: RECIPES[recipe].conditional ? 3 : 0 });

describe('a run', () => {
  it('tells of every step, writes checkpoints and logs, and ends with a checkpoint', async () => {
    const trainer = new Trainer(tinyOptions());
    const run = await RunFolder.create(folder, contents(trainer));
    const scores = [0.5, 0.9, 0.1];
    const events = await collect(trainer, {
      ...{ source: new TinySource(), steps: 5, folder: run, logEvery: 2, checkpointEvery: 2 },
      score: () => Promise.resolve(scores.shift() ?? NaN),
    });
    await run.close();
    expect(events.map((event) => `${event.type} ${event.step}`)).toEqual([
      ...['step 1', 'step 2', 'checkpoint 2', 'step 3', 'step 4', 'checkpoint 4', 'step 5', 'checkpoint 5'],
      'end 5',
    ]);
    expect(events.at(-1)).toEqual({ type: 'end', step: 5, reason: 'finished' });
    expect((await run.checkpoints.best())?.step).toBe(4);
    const logged = await run.readEvents();
    expect(logged.map(({ step }) => step)).toEqual([2, 4, 5]);
    expect(logged[1]).toMatchObject(lossesOf(events)[3] ?? {});
    trainer.dispose();
  });

  it('without a folder writes nothing, and stops at once where all steps are taken', async () => {
    const trainer = new Trainer(tinyOptions());
    await collect(trainer, { source: new TinySource(), steps: 1 });
    expect(await collect(trainer, { source: new TinySource(), steps: 1 })).toEqual([
      { type: 'end', step: 1, reason: 'finished' },
    ]);
    trainer.dispose();
  });

  it('ends after the current step with a checkpoint when the signal asks for it', async () => {
    const trainer = new Trainer(tinyOptions());
    const run = await RunFolder.create(folder, contents(trainer));
    const controller = new AbortController();
    const events: string[] = [];
    for await (const event of trainer.run({
      ...{ source: new TinySource(), steps: 100, folder: run, signal: controller.signal },
    })) {
      events.push(`${event.type} ${event.step}`);
      if (event.step === 3) controller.abort();
      if (event.type === 'end') expect(event.reason).toBe('aborted');
    }
    await run.close();
    expect(events).toEqual(['step 1', 'step 2', 'step 3', 'checkpoint 3', 'end 3']);
    trainer.dispose();
  });

  it('lets timers in between steps', async () => {
    const trainer = new Trainer(tinyOptions());
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, 1);
    const events = await collect(trainer, {
      ...{ source: new TinySource(), steps: 100_000, signal: controller.signal },
    });
    expect(events.at(-1)).toMatchObject({ reason: 'aborted' });
    trainer.dispose();
  });

  it('stops on a loss that is not finite and keeps the last checkpoint', async () => {
    const trainer = new Trainer(tinyOptions());
    const run = await RunFolder.create(folder, contents(trainer));
    const source = new TinySource();
    const poisoned = {
      next: async () => {
        const batch = await source.next();
        if (source.state() === 3) batch.images.fill(NaN);
        return batch;
      },
      state: () => source.state(),
      restore: () => undefined,
    };
    await expect(
      collect(trainer, { source: poisoned, steps: 9, folder: run, checkpointEvery: 1 }),
    ).rejects.toThrow(NonFiniteLossError);
    await run.close();
    expect((await run.checkpoints.readLatest()).checkpoint?.step).toBe(2);
    trainer.dispose();
  });

  it('refuses counts that are none', async () => {
    const trainer = new Trainer(tinyOptions());
    await expect(collect(trainer, { source: new TinySource(), steps: 1.5 })).rejects.toThrow(
      new RangeError('Trainer.run: steps: expected an integer >= 1, got 1.5.'),
    );
    trainer.dispose();
  });
});

describe('resume', () => {
  const interrupted = async (options: TrainingOptions, shape: number[]): Promise<Losses[][]> => {
    const whole = new Trainer(options);
    const expected = lossesOf(await collect(whole, { source: new TinySource(shape), steps: 6 }));
    const first = new Trainer(options);
    const run = await RunFolder.create(folder, contents(first));
    await collect(first, { source: new TinySource(shape), steps: 3, folder: run });
    await run.close();
    const second = new Trainer(options);
    const reopened = await RunFolder.open(folder, contents(second));
    const source = new TinySource(shape);
    expect(await resumeTraining(second, reopened, source)).toEqual({ step: 3, damaged: [] });
    const rest = lossesOf(await collect(second, { source, steps: 6, folder: reopened }));
    await reopened.close();
    expect(weightsOf(second.averagedGenerator)).toEqual(weightsOf(whole.averagedGenerator));
    expect(weightsOf(second.networks.generator)).toEqual(weightsOf(whole.networks.generator));
    for (const trainer of [whole, first, second]) trainer.dispose();
    return [expected.slice(3), rest];
  };

  it.each(recipeNames)('%s: interrupted and uninterrupted runs give identical losses', async (recipe) => {
    const [expected, rest] = await interrupted(forRecipe(recipe), [6, 3]);
    expect(rest).toHaveLength(3);
    expect(rest).toEqual(expected);
  });

  it('image networks with batch norm, and moving means of Eq. 2, too', async () => {
    const options = tinyImageOptions({ meanFeaturesD: 'moving' });
    const [expected, rest] = await interrupted(options, [4, 32, 32, 1]);
    expect(rest).toEqual(expected);
  });

  it('refuses another configuration and names the fields', async () => {
    const trainer = new Trainer(tinyOptions());
    await (await RunFolder.create(folder, contents(trainer))).close();
    const other = new Trainer(tinyOptions({ batchSize: 7, optimizer: { name: 'adam', learningRate: 0.1 } }));
    await expect(RunFolder.open(folder, contents(other))).rejects.toThrow(
      /training\.batchSize.*6.*7.*training\.optimizer\.learningRate.*0\.001.*0\.1/s,
    );
    trainer.dispose();
    other.dispose();
  });

  it('refuses a checkpoint of another configuration, whatever config.json says by now', async () => {
    const trainer = new Trainer(tinyOptions());
    const other = new Trainer(tinyOptions({ objective: { kl: 2 }, averageDecay: 0.9 }));
    const before = weightsOf(other.networks.generator);
    const checkpoint = await trainer.checkpoint(new TinySource());
    expect(() => {
      other.restore(checkpoint, new TinySource());
    }).toThrow(
      new ConfigMismatchError('The checkpoint', [
        { path: 'objective.kl', saved: 3, given: 2 },
        { path: 'averageDecay', saved: 0.999, given: 0.9 },
      ]),
    );
    expect(weightsOf(other.networks.generator)).toEqual(before);
    trainer.dispose();
    other.dispose();
  });

  it('begins anew where there is no checkpoint', async () => {
    const trainer = new Trainer(tinyOptions());
    const run = await RunFolder.create(folder, contents(trainer));
    expect(await resumeTraining(trainer, run, new TinySource())).toEqual({ step: 0, damaged: [] });
    await run.close();
    trainer.dispose();
  });

  it('names a file of a checkpoint that is missing', async () => {
    const trainer = new Trainer(tinyOptions());
    const { files } = await trainer.checkpoint(new TinySource());
    const without = new Map([...files].filter(([name]) => name !== 'encoder.safetensors'));
    expect(() => {
      trainer.restore({ files: without }, new TinySource());
    }).toThrow(new RangeError('The checkpoint has no encoder.safetensors.'));
    trainer.dispose();
  });
});

describe('a checkpoint', () => {
  it('holds networks that load for themselves', async () => {
    const trainer = new Trainer(tinyImageOptions());
    const source = new TinySource([4, 32, 32, 1]);
    await trainer.trainStep(await source.next());
    const { files } = await trainer.checkpoint(source);
    const loaded = loadNetwork(files.get('averaged-generator.safetensors') ?? new Uint8Array()) as Generator;
    expect(weightsOf(loaded)).toEqual(weightsOf(trainer.averagedGenerator));
    loaded.dispose();
    trainer.dispose();
  });

  it('is not made of weights that are not finite', async () => {
    const trainer = new Trainer(tinyOptions());
    const [kernel] = trainer.networks.generator.trainable.values();
    tf.tidy(() => kernel?.assign(tf.fill(kernel.shape, NaN)));
    await expect(trainer.checkpoint(new TinySource())).rejects.toThrow(
      'generator.safetensors: the weight hidden1/kernel is no longer finite; no checkpoint was written.',
    );
    trainer.dispose();
  });
});
