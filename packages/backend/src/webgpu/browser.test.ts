import { describe, expect, it } from '@jest/globals';
import { chromium } from '@cvg/test-utils';
import { bundle, runInBrowser } from '../__fixtures__/browser-page.js';

const describeWithBrowser = chromium === undefined ? describe.skip : describe;
const suffix = chromium === undefined ? ' (skipped: no chromium on this machine)' : '';

const script = bundle(`
  import * as tf from '@tensorflow/tfjs-core';
  import '@tensorflow/tfjs-layers';
  import { EngineUnavailableError, GpuFailureError, useBackend } from '$';

  async function run() {
    const { description } = await useBackend('webgpu');
    const [x, w] = [tf.ones([1, 4, 4, 1]), tf.variable(tf.ones([3, 3, 1, 1]))];
    const { grads } = tf.variableGrads(() => tf.sum(tf.conv2d(x, w, 1, 'same')), [w]);
    const values = Array.from(await grads[w.name].data()).join(' ');
    const { name } = await useBackend('auto');
    await useBackend('webgpu');
    const kept = tf.square(x);
    tf.backend().device.destroy();
    const failure = await kept.data().catch((error) => GpuFailureError.isInstance(error) && error.failure);
    return { description, values, name, failure };
  }
  run().then(
    (result) => report(JSON.stringify(result)),
    (error) => report(EngineUnavailableError.isInstance(error) ? error.reason : error.stack),
  );
`);

it('is bundled for browsers, which fails on what only Node has', async () => {
  expect(await script).toContain('OffscreenCanvas'); // of tfjs-backend-webgpu
  await expect(bundle("import 'node:fs'; import '$';")).rejects.toThrow('node:fs');
});

describeWithBrowser(`webgpu in Chromium${suffix}`, () => {
  it('computes on SwiftShader if asked by name, and reports a lost GPU', async () => {
    const flags = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
    const report = await runInBrowser(chromium ?? '', await script, flags);
    expect(JSON.parse(report)).toEqual({
      description: expect.stringMatching(/swiftshader.*, software$/),
      values: '9 12 9 12 16 12 9 12 9',
      name: 'cpu', // wasm's binary is not served
      failure: 'lost',
    });
  });

  it('says that there is no WebGPU', async () => {
    const report = await runInBrowser(chromium ?? '', await script, [
      '--disable-features=WebGPU,WebGPUService',
    ]);
    expect(report).toMatch(/^this browser has no WebGPU|^the browser offers no GPU/);
  });
});
