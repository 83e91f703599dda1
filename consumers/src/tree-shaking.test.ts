import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { browserPackages, publishedPackages } from './packages.js';
import { run } from './run.js';

/** Where the packages of this project are found. */
const here = fileURLToPath(new URL('..', import.meta.url));

/** What the CommonJS parts of a bundle find in Node. */
const COMMONJS = `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const __dirname = import.meta.dirname;`;

/** A program with all it imports as one script. */
interface Bundle {
  readonly code: string;
  /** How many bytes of it come from a package of this project. */
  readonly bytesOf: (name: string) => number;
}

/** Bundles a program without what it does not use. */
async function bundle(contents: string, platform: 'browser' | 'node' = 'browser'): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: here },
    ...{ bundle: true, format: 'esm', treeShaking: true, write: false, logLevel: 'silent', platform },
    ...{ metafile: true, outfile: 'bundle.js', mainFields: ['browser', 'module', 'main'] },
    external: ['@tensorflow/tfjs-backend-webgpu'], // a program may do without it
    banner: { js: platform === 'node' ? COMMONJS : '' },
  });
  const inputs = Object.entries(metafile.outputs['bundle.js']?.inputs ?? {});
  return {
    code: outputFiles[0]?.text ?? '',
    bytesOf: (name) =>
      inputs
        .filter(([path]) => path.includes(`packages/${name.replace('@cvg/', '')}/dist/`))
        .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0),
  };
}

describe.each(browserPackages)('%s in a browser', (name) => {
  it('needs nothing that only Node has', async () => {
    const { code, bytesOf } = await bundle(`export * from '${name}';`); // fails on what cannot be found
    expect(bytesOf(name)).toBeGreaterThan(1000);
    expect(code).not.toMatch(/^import .* from "node:/m);
  });

  it('is left out as a whole by a program that does not use it', async () => {
    const { bytesOf } = await bundle(`import '${name}'; console.log(1);`);
    expect(bytesOf(name)).toBe(0);
  });
});

it.each(['@cvg/train', '@cvg/data', '@cvg/report', '@cvg/cli', '@cvg/backend-onednn'])(
  '%s is for Node, and a bundle for browsers says so',
  async (name) => {
    await expect(bundle(`export * from '${name}';`)).rejects.toThrow(/node:/);
  },
);

it('knows of every package whether it is for browsers', () => {
  const known = [
    ...browserPackages,
    '@cvg/train',
    '@cvg/data',
    '@cvg/report',
    '@cvg/cli',
    '@cvg/backend-onednn',
  ];
  expect(publishedPackages.map(({ name }) => name).sort()).toEqual([...known].sort());
});

it('only what is used of @cvg/losses goes into a program', async () => {
  const [one, all] = await Promise.all([
    bundle(`export { klDivergence } from '@cvg/losses';`),
    bundle(`export * from '@cvg/losses';`),
  ]);
  expect(one.code).toContain('klDivergence');
  expect(one.code).not.toContain('MovingFeatureMeans');
  expect(one.bytesOf('@cvg/losses')).toBeLessThan(0.3 * all.bytesOf('@cvg/losses'));
});

describe('gradients and kernels stay registered in a bundle', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cvg-bundles-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Bundles a program, runs it, and gives what it prints. None of them imports tfjs-layers, which registers gradients. */
  const printedBy = async (name: string, source: string): Promise<string> => {
    const file = join(folder, `${name}.mjs`);
    await writeFile(file, (await bundle(source, 'node')).code);
    return (await run(process.execPath, [file], { cwd: folder })).stdout.trim();
  };
  const cpu = `import '@tensorflow/tfjs-backend-cpu'; import * as tf from '@tensorflow/tfjs-core'; await tf.setBackend('cpu');`;

  it('fails without them, so the tests below can fail', async () => {
    const source = `${cpu} tf.grad((x) => tf.sum(tf.square(x)))(tf.scalar(3)).print();`;
    await expect(printedBy('none', source)).rejects.toThrow('gradient function not found');
  });

  it('of @cvg/apps: gradient descent on z', async () => {
    const source = `${cpu}
      import { inpaintByDescent } from '@cvg/apps';
      import { buildEncoder, buildGenerator } from '@cvg/nets';
      const size = { imageSize: 32, channels: 1, numClasses: 0, latentSize: 4, width: 1 / 16, seed: 0 };
      const networks = {
        encoder: buildEncoder({ architecture: 'googlenet', ...size }),
        generator: buildGenerator({ architecture: 'deconv', ...size }),
      };
      const image = { images: new Float32Array(1024), shape: [1, 32, 32, 1] };
      const masks = { data: new Uint8Array(1024), shape: [1, 32, 32] };
      const { latents } = await inpaintByDescent(networks, image, masks, { steps: 1 });
      console.log(latents.length, latents.every(Number.isFinite));`;
    expect(await printedBy('apps', source)).toBe('4 true');
  });

  it('of @cvg/metrics: training a judge', async () => {
    const source = `${cpu}
      import { trainEvaluator } from '@cvg/metrics';
      const draw = (n) => ({
        images: Float32Array.from({ length: n * 64 }, (_, at) => (at >> 6) % 2),
        labels: Int32Array.from({ length: n }, (_, at) => at % 2),
        shape: [n, 8, 8, 1],
      });
      const source = { imageShape: [8, 8, 1], numClasses: 2, next: async () => draw(4) };
      const options = { source, heldOut: draw(4), seed: 0, steps: 2, width: 2, featureSize: 4 };
      const types = [];
      for await (const { type } of trainEvaluator(options)) types.push(type);
      console.log(types.join(' '));`;
    expect(await printedBy('metrics', source)).toMatch(/^step( step)? trained$/);
  });

  it('of @cvg/train: a step of Algorithm 1', async () => {
    const source = `${cpu}
      import { Trainer } from '@cvg/train';
      const trainer = new Trainer({ numClasses: 2, networks: { kind: 'mlp', hiddenSizes: [4, 4] }, batchSize: 2 });
      const losses = await trainer.trainStep({
        images: Float32Array.of(1, 2, 3, 4), labels: Int32Array.of(0, 1), shape: [2, 2],
      });
      console.log(Object.values(losses).every(Number.isFinite), Object.keys(losses).length > 3);`;
    expect(await printedBy('train', source)).toBe('true true');
  });

  it('of @cvg/backend: the kernels that tfjs-backend-wasm lacks', async () => {
    const wasm = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
    const source = `
      import * as tf from '@tensorflow/tfjs-core';
      import { useBackend } from '@cvg/backend';
      import '@tensorflow/tfjs-layers'; // for the gradients: this package promises kernels only
      await useBackend('wasm', { wasm: { paths: ${JSON.stringify(`${wasm}/`)}, threads: 1 } });
      const [x, w] = [tf.ones([1, 4, 4, 1]), tf.ones([3, 3, 1, 1])];
      const gradient = tf.grad((filter) => tf.sum(tf.conv2d(x, filter, 1, 'same')))(w);
      console.log(tf.getBackend(), Array.from(await gradient.data()).join(' '));`;
    expect(await printedBy('backend', source)).toBe('wasm 9 12 9 12 16 12 9 12 9');
  });
});
