/** Training on a GPU, or on the SwiftShader of a browser: in a process of its own, which finds drivers by its variables. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { adapterEnvironments } from '@cvg/test-utils';
import type { Losses } from './events.js';

const file = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);

/** Prints the losses of three steps on each engine, and the memory in use after each. */
const code = `
const tf = await import('@tensorflow/tfjs-core');
await import('@tensorflow/tfjs-layers');
const { useBackend } = await import('@cvg/backend');
const { Trainer } = await import(${file('trainer.ts')});
const { tinyImageOptions, tinyOptions, TinySource } = await import(${file('__fixtures__/tiny.ts')});
const run = async (options, shape) => {
  const [trainer, source] = [new Trainer(options), new TinySource(shape)];
  const [losses, memory] = [[], []];
  for (let step = 0; step < 3; step++) {
    losses.push(await trainer.trainStep(await source.next()));
    const { numTensors, numBytesInGPU } = tf.memory();
    memory.push({ numTensors, numBytesInGPU });
  }
  trainer.dispose();
  return { losses, memory };
};
const result = {};
for (const engine of ['webgpu', 'wasm']) {
  await useBackend(engine);
  result[engine] = { mlp: await run(tinyOptions()), image: await run(tinyImageOptions(), [4, 32, 32, 1]) };
}
console.log(JSON.stringify(result));
`;

interface Run {
  readonly losses: readonly Losses[];
  readonly memory: readonly object[];
}
type Runs = Readonly<Record<'webgpu' | 'wasm', Readonly<Record<'mlp' | 'image', Run>>>>;

/** The runs, or why there are none. */
function train(): Runs | string {
  let missing = '';
  for (const env of adapterEnvironments()) {
    const hooks = new URL('__fixtures__/typescript-hooks.mjs', import.meta.url).href;
    const args = ['--no-warnings', '--import', hooks, '--input-type=module', '--eval', code];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      encoding: 'utf8',
      env: { ...process.env, ...env },
      timeout: 280_000,
    });
    if (status === 0) return JSON.parse(stdout) as Runs;
    if (!stderr.includes("engine 'webgpu' cannot run here"))
      throw new Error(stderr || `exit code ${status ?? ''}`);
    missing ||= /cannot run here: (.*)/.exec(stderr)?.[1] ?? '';
  }
  return `${missing} no chromium with SwiftShader either`;
}

const runs = train();
const describeOnAdapter = typeof runs === 'string' ? describe.skip : describe;
const suffix = typeof runs === 'string' ? ` (skipped: ${runs})` : '';

describeOnAdapter(`training on webgpu${suffix}`, () => {
  it.each(['mlp', 'image'] as const)('has the losses of wasm, and keeps no memory: %s networks', (kind) => {
    const { webgpu, wasm } = runs as Runs;
    for (const [step, losses] of wasm[kind].losses.entries()) {
      const other = webgpu[kind].losses[step] ?? {};
      expect(Object.keys(other)).toEqual(Object.keys(losses));
      // Rounding grows with each step.
      expect(Object.values(other)).toBeAllClose(Object.values(losses), { rtol: 2e-3, atol: 1e-5 });
    }
    expect(webgpu[kind].memory.at(-1)).toEqual(webgpu[kind].memory.at(-2));
  });
});
