import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runModule } from '../__fixtures__/run-module.js';
import { findAdapterEnvironment } from '../__fixtures__/webgpu-adapter.js';

const { resolve } = createRequire(import.meta.url);
/** What the modules below start with: TensorFlow.js as `tf`, a convolution and its gradient, and a report of failures. */
const HEADER = `
  import { createRequire } from 'node:module';
  import { EngineUnavailableError, GpuFailureError, useBackend } from '$';
  const require = createRequire('${resolve('@tensorflow/tfjs-layers')}');
  const tf = require('@tensorflow/tfjs-core');
  require('@tensorflow/tfjs-layers');
  const convolve = async () => {
    const [x, w] = [tf.ones([1, 4, 4, 1]), tf.variable(tf.ones([3, 3, 1, 1]))];
    const { grads } = tf.variableGrads(() => tf.sum(tf.conv2d(x, w, 1, 'same')), [w]);
    return Array.from(await grads[w.name].data()).join(' ');
  };
  const reportFailure = (error) => console.log(GpuFailureError.isInstance(error), error.failure, error.message);
  const reportUnavailable = (error) => console.log(EngineUnavailableError.isInstance(error), error.reason);
`;
/** Dawn's adapter that computes nothing, but keeps to WebGPU's rules; it needs no driver. */
const NOTHING = { DAWNNODE_BACKEND: 'null' };

const { env, missing } = findAdapterEnvironment();
const describeOnAdapter = missing === undefined ? describe : describe.skip;
const suffix = missing === undefined ? '' : ` (skipped: ${missing})`;

describeOnAdapter(`webgpu in Node${suffix}`, () => {
  it('computes, prints nothing, leaves no navigator, and lets the process end', () => {
    const before = 'const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");';
    const { code, stdout, stderr } = runModule(
      `${HEADER} ${before}
      const { name, description } = await useBackend('webgpu');
      console.log(name, tf.getBackend(), description);
      console.log(await convolve());
      const after = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
      console.log(before?.get === after?.get && before?.value === after?.value, globalThis.navigator?.gpu);`,
      env,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [started = '', values, rest] = stdout.split('\n');
    expect(started).toMatch(/^webgpu webgpu \S.*, (Vulkan|Metal|Direct3D 12)(, software)?$/);
    expect(values).toBe('9 12 9 12 16 12 9 12 9'); // of each weight, the pixels it meets
    expect(rest).toBe('true undefined');
  });

  it('works where there is a navigator already, as in later versions of Node', () => {
    const { stdout } = runModule(
      `${HEADER}
      const own = Object.create({ hardwareConcurrency: 8 });
      Object.defineProperty(globalThis, 'navigator', { get: () => own, configurable: true });
      await useBackend('webgpu');
      console.log(await convolve(), navigator === own, 'gpu' in navigator);`,
      env,
    );
    expect(stdout).toBe('9 12 9 12 16 12 9 12 9 true false\n');
  });

  it('goes on with a backend that the program started itself', () => {
    const { stdout, stderr } = runModule(
      `${HEADER}
      const { create, globals } = await import('${import.meta.resolve('webgpu')}');
      Object.assign(globalThis, globals);
      Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]) }, configurable: true });
      await import('${import.meta.resolve('@tensorflow/tfjs-backend-webgpu')}');
      await tf.setBackend('webgpu');
      const [own, backend] = [tf.square(tf.tensor1d([3])), tf.backend()];
      await useBackend('cpu');
      await useBackend('webgpu');
      console.log(tf.backend() === backend, (await tf.add(own, 1).data())[0]);
      backend.device.destroy();
      await tf.square(own).data().catch(reportFailure);`,
      env,
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^true 10\ntrue lost webgpu: the GPU was lost /);
  });

  it('says that values cannot be read synchronously', () => {
    const { stdout, stderr } = runModule(
      `${HEADER}
      await useBackend('webgpu');
      const x = tf.ones([40, 40]);
      console.log(x.dataSync()[0]); // still on the CPU
      try { tf.matMul(x, x).dataSync(); } catch (error) { reportFailure(error); }
      console.log((await tf.matMul(x, x).data())[0]);`,
      env,
    );
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toEqual([
      '1',
      'true read webgpu: dataSync and arraySync cannot read from the GPU here; await data() or array().',
      '40',
      '',
    ]);
  });

  it('reports a lost GPU where results are read, and starts again', () => {
    const { code, stdout, stderr } = runModule(
      `${HEADER}
      await useBackend('webgpu');
      const x = tf.ones([300, 300]);
      const product = tf.matMul(x, x);
      tf.backend().device.destroy();
      await product.data().catch(reportFailure);
      try { tf.matMul(x, x); } catch (error) { reportFailure(error); }
      await useBackend('webgpu');
      tf.dispose(product);
      console.log(await convolve());`,
      env,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines.slice(0, 2)).toEqual(
      Array.from({ length: 2 }, () =>
        expect.stringMatching(
          /^true lost webgpu: the GPU was lost \(.+\); useBackend\('webgpu'\) starts again, without the tensors of before\.$/,
        ),
      ),
    );
    expect(lines[2]).toBe('9 12 9 12 16 12 9 12 9');
  });

  it("is left alone by 'auto' if it is software", () => {
    const { stdout } = runModule(
      `import { useBackend } from '$';
      const { description } = await useBackend('webgpu');
      const { name, skipped } = await useBackend('auto');
      console.log(JSON.stringify([description, name, skipped.find(({ name }) => name === 'webgpu')?.reason]));`,
      env,
    );
    const [description, name, reason] = JSON.parse(stdout) as string[];
    if (description?.endsWith(', software') === true) {
      expect(name).not.toBe('webgpu');
      expect(reason).toBe(`no GPU, only ${description}, which is slower than the other engines`);
    } else {
      expect(name).toMatch(/webgpu|tensorflow-gpu/);
    }
  });

  (process.platform === 'linux' ? it : it.skip)('says that no driver is installed', () => {
    const none = { VK_ICD_FILENAMES: '/dev/null', VK_DRIVER_FILES: '/dev/null' };
    const { stdout } = runModule(`${HEADER} await useBackend('webgpu').catch(reportUnavailable);`, {
      ...env,
      ...none,
    });
    expect(stdout).toMatch(/^true no GPU was found: install its driver .*mesa-vulkan-drivers/);
  });
});

describe('webgpu on an adapter that computes nothing', () => {
  it("is taken by 'auto' if it is not software", () => {
    const { code, stdout } = runModule(
      `import { useBackend } from '$'; console.log(JSON.stringify(await useBackend('auto')));`,
      NOTHING,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'webgpu', description: 'null-backend, null' });
  });

  it('runs out of memory with an error, and starts again', () => {
    const { code, stdout, stderr } = runModule(
      `${HEADER}
      await useBackend('webgpu');
      const fill = async (count) => {
        const kept = [];
        for (let index = 0; index < count; index++) kept.push(tf.fill([5000, 5000], index));
        await kept.at(-1).data();
      };
      await fill(20).catch(reportFailure); // two gigabytes, of half a gigabyte
      try { tf.fill([1], 0); } catch (error) { reportFailure(error); }
      await useBackend('webgpu');
      console.log((await tf.fill([3], 1).data()).length);`,
      NOTHING,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const message =
      "true out-of-memory webgpu: the GPU is out of memory (Out of memory); useBackend('webgpu') starts again, without the tensors of before.";
    expect(stdout.split('\n')).toEqual([message, message, '3', '']);
  });

  it('refuses a tensor that is too large, and goes on', () => {
    const { stdout, stderr } = runModule(
      `${HEADER}
      await useBackend('webgpu');
      try { tf.fill([20000, 20000], 1); } catch (error) { reportFailure(error); }
      console.log((await tf.fill([3], 1).data()).length);`,
      NOTHING,
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^true out-of-memory webgpu: a tensor of shape \[20000,20000\] takes 1600000000 bytes, and this GPU holds at most \d+ in one\.\n3\n$/,
    );
  });
});

describe('webgpu without what it needs', () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'cvg-backend-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const scope = join(folder, 'node_modules', '@tensorflow');
  mkdirSync(scope, { recursive: true });
  cpSync(fileURLToPath(new URL('../../dist', import.meta.url)), join(folder, 'dist'), { recursive: true });
  symlinkSync(dirname(dirname(resolve('@tensorflow/tfjs-core'))), join(scope, 'tfjs-core'));
  const alone = `
    const { useBackend } = await import('${join(folder, 'dist', 'index.js')}');
    await useBackend('webgpu').catch(({ reason }) => console.log(reason));
  `;

  it('says which package to install', () => {
    expect(runModule(alone, NOTHING).stdout).toMatch(
      /^the package webgpu could not be loaded: npm install webgpu @tensorflow\/tfjs-backend-webgpu@4\.22\.0 \(Cannot find package 'webgpu' /,
    );
    symlinkSync(
      dirname(fileURLToPath(import.meta.resolve('webgpu'))),
      join(folder, 'node_modules', 'webgpu'),
    );
    expect(runModule(alone, NOTHING).stdout).toMatch(
      /^the package @tensorflow\/tfjs-backend-webgpu could not be loaded: npm install webgpu @tensorflow\/tfjs-backend-webgpu@4\.22\.0 \(/,
    );
  });

  (process.platform === 'linux' ? it : it.skip)(
    'says that Vulkan is missing, and Dawn prints nothing',
    () => {
      const { stdout, stderr } = runModule(
        `${HEADER}
      const { dlopen } = process;
      process.dlopen = (module, name, ...rest) => {
        if (name.startsWith('libvulkan')) throw new Error(name + ': cannot open shared object file');
        return dlopen(module, name, ...rest);
      };
      await useBackend('webgpu').catch(reportUnavailable);`,
      );
      expect(stderr).toBe('');
      expect(stdout).toMatch(
        /^true Vulkan is missing: apt-get install libvulkan1, .*\(libvulkan\.so\.1: cannot open/,
      );
    },
  );
});
