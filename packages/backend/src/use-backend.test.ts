import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { runModule } from './__fixtures__/run-module.js';
import { EngineUnavailableError, engineNames, useBackend } from './index.js';

const core = createRequire(import.meta.url).resolve('@tensorflow/tfjs-core');

describe('useBackend', () => {
  it('tries the fastest engine first, and says why it was passed over', async () => {
    expect(engineNames).toEqual(['tensorflow-gpu', 'webgpu', 'onednn', 'tensorflow', 'wasm', 'cpu']);
    const { name, description, skipped } = await useBackend();
    expect(tf.getBackend()).toBe(name === 'tensorflow-gpu' ? 'tensorflow' : name);
    expect(skipped.map((engine) => engine.name)).toEqual(engineNames.slice(0, engineNames.indexOf(name)));
    const reasons = new Map(skipped.map((engine) => [engine.name, engine.reason]));
    if (name === 'onednn') expect(description).toMatch(/^oneDNN \d+\.\d+\.\d+, \d+ threads?$/);
    if (name === 'wasm') expect(reasons.get('onednn')).toContain('apt-get install');
    if (name !== 'webgpu') expect(reasons.get('webgpu')).toMatch(/install|software/);
  });

  it('describes the wasm engine', async () => {
    expect(await useBackend('wasm')).toEqual({
      name: 'wasm',
      description: expect.stringMatching(/^WebAssembly SIMD( with fused multiply-add)?, \d+ threads?$/),
      skipped: [],
    });
  });

  it('switches engines, and starting one twice changes nothing', async () => {
    const first = await useBackend('wasm');
    const backend = tf.backend();
    await useBackend('cpu');
    expect(tf.getBackend()).toBe('cpu');
    expect(await useBackend('wasm')).toEqual(first);
    expect(tf.backend()).toBe(backend);
  });

  it('names the known engines when given another', async () => {
    await expect(useBackend('gpu' as 'cpu')).rejects.toThrow(
      new RangeError(
        "useBackend: name must be one of 'auto', 'tensorflow-gpu', 'webgpu', 'onednn', 'tensorflow', 'wasm', 'cpu', got 'gpu'.",
      ),
    );
  });

  it('refuses a number of threads that is none', async () => {
    await expect(useBackend('wasm', { wasm: { threads: 0.5 } })).rejects.toThrow(
      new RangeError('useBackend: wasm.threads must be an integer >= 1, got 0.5.'),
    );
    await expect(useBackend('auto', { onednn: { threads: 0 } })).rejects.toThrow(
      new RangeError('useBackend: onednn.threads must be an integer >= 1, got 0.'),
    );
  });

  it('works from any folder, and prints nothing', () => {
    const { stdout, stderr } = runModule(`
      import { useBackend } from '$';
      for (const name of ['wasm', 'cpu', 'auto']) console.log((await useBackend(name)).name);
    `);
    expect(stdout).toMatch(/^wasm\ncpu\n(tensorflow-gpu|webgpu|onednn|tensorflow|wasm)\n$/);
    expect(stderr).toBe('');
  });

  it('leaves lost errors to the program', () => {
    const { stdout, stderr } = runModule(`
      import { useBackend } from '$';
      await useBackend('wasm');
      process.on('exit', (code) => console.log('exit code', code));
      throw new Error('lost');
    `);
    expect(stdout).toBe('exit code 1\n');
    expect(stderr).not.toContain('tfjs-backend-wasm');
  });

  it('prepares a backend that was removed and started again, with other options', () => {
    const { stdout, stderr } = runModule(`
      import { createRequire } from 'node:module';
      import { useBackend } from '$';
      const tf = createRequire('${core}')('${core}');
      for (const threads of [2, 1, 2]) {
        const [first, second] = await Promise.all([0, 1].map(() => useBackend('wasm', { wasm: { threads } })));
        console.log(first.description === second.description, first.description.split(', ')[1], tf.sum(tf.ones([3])).dataSync()[0]);
        await useBackend('cpu');
        const factory = tf.engine().registryFactory.wasm.factory;
        tf.removeBackend('wasm');
        tf.registerBackend('wasm', factory);
      }
    `);
    expect(stderr).toBe('');
    expect(stdout).toBe('true 2 threads 3\ntrue 1 thread 3\ntrue 2 threads 3\n');
  });

  it('works in worker threads', () => {
    const { stdout } = runModule(`
      import { Worker } from 'node:worker_threads';
      const source = "import('$').then(({ useBackend }) => useBackend('wasm')).then(({ name }) => console.log(name))";
      new Worker(source, { eval: true });
    `);
    expect(stdout).toBe('wasm\n');
  });

  it('passes over an engine that cannot run and says why', () => {
    const { stdout } = runModule(`
      import { useBackend, EngineUnavailableError } from '$';
      WebAssembly.validate = () => false;
      process.getBuiltinModule = () => undefined; // as in a browser, where addons are not looked for
      console.log(JSON.stringify(await useBackend('auto')));
      await useBackend('wasm').catch((error) => console.log(EngineUnavailableError.isInstance(error), error.message));
    `);
    const [auto = '', wasm] = stdout.split('\n');
    expect(JSON.parse(auto)).toEqual({
      name: 'cpu',
      description: 'plain JavaScript, 1 thread',
      skipped: [
        { name: 'tensorflow-gpu', reason: 'it is an addon of Node, and this is not Node' },
        {
          name: 'webgpu',
          reason: 'this browser has no WebGPU, or the page is from neither https nor localhost',
        },
        { name: 'onednn', reason: 'it is an addon of Node, and this is not Node' },
        { name: 'tensorflow', reason: 'it is an addon of Node, and this is not Node' },
        { name: 'wasm', reason: 'WebAssembly SIMD is missing' },
      ],
    });
    expect(wasm).toBe("true useBackend: engine 'wasm' cannot run here: WebAssembly SIMD is missing.");
  });
});

describe('EngineUnavailableError', () => {
  it('is recognised across copies of the package', () => {
    const error = new EngineUnavailableError('wasm', 'it rains');
    expect(error).toMatchObject({ engine: 'wasm', reason: 'it rains' });
    expect(EngineUnavailableError.isInstance(error)).toBe(true);
    expect(EngineUnavailableError.isInstance(new Error('wasm'))).toBe(false);
    expect(EngineUnavailableError.isInstance(null)).toBe(false);
  });
});
