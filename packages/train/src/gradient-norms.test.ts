import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { useBackend } from '@cvg/backend';
import { decodeSafetensors } from '@cvg/nets';
import '@tensorflow/tfjs-layers';
import { allWeights, tinyOptions, TinySource } from './__fixtures__/tiny.js';
import type { TrainEvent } from './events.js';
import type { JsonObject } from './json.js';
import { RunFolder } from './run-folder.js';
import { Trainer, type RunOptions } from './trainer.js';

beforeAll(async () => {
  await useBackend('wasm', { wasm: { threads: 1 } });
});

async function collect(trainer: Trainer, options: RunOptions): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of trainer.run(options)) events.push(event);
  return events;
}

it('are what the optimiser has seen', async () => {
  // Oracle: after its first update RMSProp remembers (1 - decay) g^2 of every parameter.
  const decay = 0.75;
  const trainer = new Trainer(tinyOptions({ optimizer: { name: 'rmsprop', decay } }));
  const source = new TinySource();
  const [step] = await collect(trainer, { source, steps: 1, gradientNorms: true });
  const { files } = await trainer.checkpoint(source);
  const squares = new Map<string, number>();
  for (const [name, { data }] of decodeSafetensors(files.get('training.safetensors')!).tensors) {
    const [, network = ''] = /^optimizer\/(\w+)\/meanSquare\//.exec(name) ?? [];
    if (network === '') continue;
    const sum = (data as Float32Array).reduce((total, value) => total + value / (1 - decay), 0);
    squares.set(network, (squares.get(network) ?? 0) + sum);
  }
  expect([...squares.keys()].sort()).toEqual(['classifier', 'discriminator', 'encoder', 'generator']);
  expect(step).toMatchObject({ type: 'step' });
  const { gradientNorms = {} } = step as { gradientNorms?: Record<string, number> };
  expect(Object.keys(gradientNorms).sort()).toEqual([...squares.keys()].sort());
  for (const [network, sum] of squares) {
    expect([network, gradientNorms[network]! / Math.sqrt(sum)]).toEqual([network, expect.closeTo(1, 5)]);
  }
  trainer.dispose();
});

it('are logged, and left out of a step at which a network did not move', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cvg-gradients-'));
  const trainer = new Trainer(tinyOptions({ recipe: 'wgan', numClasses: 0 }));
  const config = { training: trainer.config as unknown as JsonObject };
  const run = await RunFolder.create(folder, { config, classes: [] });
  const options = { source: new TinySource(), folder: run, logEvery: 1, gradientNorms: true };
  await collect(trainer, { ...options, steps: 5 }); // of a Wasserstein critic, whose G moves at the fifth
  const logged = await run.readEvents();
  await run.close();
  expect(logged.map((record) => record['gradientNorm/discriminator']! > 0)).toEqual(Array(5).fill(true));
  expect(logged.map((record) => 'gradientNorm/generator' in record)).toEqual([
    ...[false, false, false, false],
    true,
  ]);
  trainer.dispose();
  await rm(folder, { recursive: true, force: true });
});

it('change nothing, and are not there where nobody asked', async () => {
  const [measured, plain] = [new Trainer(tinyOptions()), new Trainer(tinyOptions())];
  await collect(measured, { source: new TinySource(), steps: 2, gradientNorms: true });
  const [event] = await collect(plain, { source: new TinySource(), steps: 2 });
  expect((event as { gradientNorms?: object }).gradientNorms).toBeUndefined();
  expect(allWeights(measured)).toEqual(allWeights(plain));
  measured.dispose();
  plain.dispose();
});
