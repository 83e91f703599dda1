import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runModule } from './__fixtures__/run-module.js';
import { withSharedMemory, withSharedMemoryImport } from './wasm/threads/shared-memory.js';

const require = createRequire(import.meta.url);
const core = require.resolve('@tensorflow/tfjs-core');

/** Runs every kernel that divides its work, on sizes that are worth it, and prints a checksum of each result. */
const checksums = (threads: number): string[] => {
  const { stdout, stderr } = runModule(`
    import { createRequire } from 'node:module';
    import { useBackend } from '$';
    const tf = createRequire('${core}')('${core}');
    console.log((await useBackend('wasm', { wasm: { threads: ${threads} } })).description);
    const normal = (shape, seed) => tf.randomNormal(shape, 0, 1, 'float32', seed);
    const kernel = (name, inputs, attrs) => [tf.engine().runKernel(name, inputs, attrs)].flat();
    const image = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 };
    const channels = (seed) => normal([24], seed);
    const [x, y] = [normal([33, 16, 16, 24], 1), normal([33, 16, 16, 24], 2)];
    const [thin, large] = [normal([33, 32, 32, 1], 3), normal([1, 96, 96, 8], 4)];
    const [parameter, gradient] = [normal([700, 301], 5), normal([700, 301], 6)];
    const results = {
      conv: kernel('Conv2D', { x, filter: normal([3, 3, 24, 20], 7) }, image),
      tiles: kernel('Conv2D', { x, filter: normal([3, 3, 24, 31], 13) }, image),
      tilesOfOneImage: kernel('Conv2D', { x: large, filter: normal([3, 3, 8, 40], 14) }, image),
      tilesOfInput: kernel('Conv2DBackpropInput', { dy: x, filter: normal([5, 5, 20, 24], 15) }, { ...image, strides: 2, inputShape: [33, 32, 32, 20] }),
      convOfOneImage: kernel('Conv2D', { x: large, filter: normal([5, 5, 8, 12], 8) }, image),
      stride: kernel('Conv2D', { x, filter: normal([5, 5, 24, 11], 9) }, { ...image, strides: 2 }),
      input: kernel('Conv2DBackpropInput', { dy: x, filter: normal([5, 5, 9, 24], 10) }, { ...image, strides: 2, inputShape: [33, 32, 32, 9] }),
      filter: kernel('Conv2DBackpropFilter', { x, dy: y }, { ...image, filterShape: [3, 3, 24, 24] }),
      windows: kernel('Conv2DBackpropFilter', { x: thin, dy: y }, { ...image, strides: 2, filterShape: [5, 5, 1, 24] }),
      products: [tf.matMul(parameter, gradient, true), tf.matMul(parameter, gradient, false, true), tf.matMul(parameter, normal([301, 70], 11))],
      statistics: kernel('CvgBatchNormTraining', { x, scale: channels(1), offset: channels(2) }, { epsilon: 1e-3, activation: 'leakyRelu' }),
      normGradient: kernel('CvgBatchNormTrainingGrad', { dy: y, x, y, mean: channels(1), variance: tf.abs(channels(2)), scale: channels(3), offset: channels(4) }, { epsilon: 1e-3, activation: 'relu' }),
      bias: kernel('CvgBiasActivation', { x, bias: channels(1) }, { activation: 'relu' }),
      biasGradient: kernel('CvgBiasActivationGrad', { dy: x, y }, { activation: 'relu' }),
      adam: kernel('CvgAdamStep', { parameter, gradient, m: parameter, v: tf.abs(gradient) }, { learningRate: 1, beta1: 0.5, beta2: 0.9, epsilon: 1e-8, correction1: 0.5, correction2: 0.1 }),
      rmsProp: kernel('CvgRmsPropStep', { parameter, gradient, meanSquare: tf.abs(parameter) }, { learningRate: 1, decay: 0.9, epsilon: 1e-8 }),
      average: kernel('CvgMovingAverage', { average: parameter, value: gradient }, { keep: 0.9, add: 0.1 }),
      pools: [tf.maxPool(x, 3, 2, 'same')],
      poolGradients: [
        ...kernel('MaxPoolGrad', { dy: x, input: x, output: tf.maxPool(x, 3, 1, 'same') }, { filterSize: 3, strides: 1, pad: 'same' }),
        ...kernel('AvgPoolGrad', { dy: x, input: x }, { filterSize: 3, strides: 1, pad: 'same' }),
      ],
      elementwise: [tf.tanh(x), tf.add(x, y), tf.mul(x, 3), tf.sub(2, x), tf.fill([1000, 400], 7)],
      sums: [tf.sum(x, [0, 1, 2]), tf.mean(x, [0, 1, 2])],
    };
    for (const [name, tensors] of Object.entries(results)) {
      let hash = 0;
      for (const tensor of tensors) for (const word of new Int32Array((await tensor.data()).buffer)) hash = (Math.imul(hash, 31) + word) | 0;
      console.log(name, hash);
    }
  `);
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
};

describe('helper threads', () => {
  it('change no bit of any result', () => {
    const [description, ...alone] = checksums(1);
    expect(description).toMatch(/, 1 thread$/);
    expect(alone).toHaveLength(21);
    for (const threads of [2, 3]) {
      const [description, ...together] = checksums(threads);
      expect(description).toMatch(new RegExp(`, ${threads} threads$`));
      expect(together).toEqual(alone);
    }
  });
});

describe('withSharedMemory', () => {
  const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm'));

  it('shares the memory of the stock binary and changes nothing else', async () => {
    const binary = readFileSync(join(folder, 'tfjs-backend-wasm-simd.wasm'));
    const shared = withSharedMemory(binary) ?? Uint8Array.of();
    expect(shared.filter((byte, offset) => byte !== binary[offset])).toHaveLength(1);
    await expect(WebAssembly.compile(shared as BufferSource)).resolves.toBeDefined();
  });

  it('leaves alone what is not built as expected', () => {
    expect(withSharedMemory(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))).toBeUndefined();
    expect(withSharedMemory(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1))).toBeUndefined();
    expect(() => withSharedMemoryImport(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))).toThrow(
      'withSharedMemoryImport: the kernels do not import env.memory.',
    );
  });
});
