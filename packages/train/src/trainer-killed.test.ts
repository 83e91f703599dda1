/** A training that is killed again and again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { temporaryFolder } from './__fixtures__/temporary-folder.js';
import { tinyOptions, TinySource } from './__fixtures__/tiny.js';
import { RunFolder } from './run-folder.js';
import { Trainer } from './trainer.js';

const KILLS = 6;
const file = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);

/** Goes on with the run in a folder, with a checkpoint and a logged line at each step. */
const code = `
const { writeSync } = await import('node:fs');
await import('@tensorflow/tfjs-backend-cpu');
await import('@tensorflow/tfjs-layers');
const { RunFolder } = await import(${file('run-folder.ts')});
const { Trainer } = await import(${file('trainer.ts')});
const { resumeTraining } = await import(${file('resume-training.ts')});
const { tinyOptions, TinySource } = await import(${file('__fixtures__/tiny.ts')});
const trainer = new Trainer(tinyOptions());
const source = new TinySource();
const config = { training: trainer.config };
const run = await RunFolder.open(process.argv[1], { config });
await resumeTraining(trainer, run, source);
for await (const event of trainer.run({ source, steps: 1e6, folder: run, checkpointEvery: 1, logEvery: 1 })) {
  if (event.type === 'checkpoint') writeSync(1, event.step + '\\n');
}`;

it(`goes on after each of ${KILLS} kills, and learns what it would have learned without them`, async () => {
  await tf.setBackend('cpu');
  const folder = temporaryFolder();
  const trainer = new Trainer(tinyOptions());
  const config = { training: JSON.parse(JSON.stringify(trainer.config)) as Record<string, never> };
  await (await RunFolder.create(folder, { config, classes: ['a', 'b', 'c'] })).close();
  let reached = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const hooks = new URL('__fixtures__/typescript-hooks.mjs', import.meta.url).href;
    const args = ['--no-warnings', '--import', hooks, '--input-type=module', '--eval', code, folder];
    const child = spawn(process.execPath, args, {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const closed = once(child, 'close');
    await Promise.race([once(child.stdout, 'data'), closed]);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    child.kill('SIGKILL');
    expect((await closed)[1]).toBe('SIGKILL');
    const told = output.trim().split('\n').map(Number);
    // It went on from the last checkpoint: the one told of, or one that was complete but not yet told of.
    expect([reached + 1, reached + 2]).toContain(told[0]);
    reached = told.at(-1) ?? NaN;
  }

  const logged = (await (await RunFolder.open(folder)).readEvents()).filter(
    ({ step }) => (step ?? 0) <= reached,
  );
  expect(logged.map(({ step }) => step)).toEqual(Array.from({ length: reached }, (_, index) => index + 1));
  const source = new TinySource();
  for (const line of logged) expect(line).toMatchObject(await trainer.trainStep(await source.next()));
  trainer.dispose();
}, 120_000);
