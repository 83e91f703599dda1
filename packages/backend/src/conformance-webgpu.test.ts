import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { runModule } from './__fixtures__/run-module.js';
import { findAdapterEnvironment } from './__fixtures__/webgpu-adapter.js';
import { conformanceCases } from './conformance/index.js';

/** Cases in which TensorFlow.js's kernels for WebGPU (4.22) differ from its others; no network here needs them. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'matMul [2,1,4,5] [1,3,5,6]': 'it does not broadcast both batches at once, and says so',
  'gradient of maxPool where several inputs of a window are the largest':
    'the last of them gets the gradient, not the first',
};

/** Cases in which WebGPU promises fewer digits: relative and absolute tolerance. */
const ROUGHER: Readonly<Record<string, { readonly rtol: number; readonly atol: number }>> = {
  'tanh at extreme arguments': { rtol: 1e-5, atol: 1e-7 },
  'sigmoid at extreme arguments': { rtol: 1e-5, atol: 1e-37 },
  'softplus at extreme arguments': { rtol: 1e-5, atol: 1e-7 },
};

const { env, missing } = findAdapterEnvironment();
const describeOnAdapter = missing === undefined ? describe : describe.skip;
const suffix = missing === undefined ? '' : ` (skipped: ${missing})`;
const layers = createRequire(import.meta.url).resolve('@tensorflow/tfjs-layers');

/** In one process, as WebGPU's drivers are found by its variables: a line for each case, and one for what is left of them. */
const SOURCE = `
  import { createRequire } from 'node:module';
  import { useBackend } from '$';
  const require = createRequire('${layers}');
  const tf = require('@tensorflow/tfjs-core');
  require('@tensorflow/tfjs-layers');
  const { conformanceCases, runConformanceCase } = await import(new URL('conformance.js', '$'));
  const rougher = ${JSON.stringify(ROUGHER)};
  const different = ${JSON.stringify(Object.keys(DIFFERENT))};
  await useBackend('cpu');
  await useBackend('webgpu');
  const cases = conformanceCases.filter(({ name }) => !different.includes(name));
  for (const { name, ...rest } of cases) {
    const mismatch = await runConformanceCase({ name, ...rest, ...rougher[name] }, 'webgpu').catch(String);
    console.log(JSON.stringify([name, mismatch ?? null]));
  }
  const some = cases.filter((_, index) => index % 20 === 0);
  const runSome = async () => {
    for (const testCase of some) {
      const results = [testCase.run()].flat();
      for (const result of results) await result.data();
      tf.dispose(results);
    }
  };
  const state = () => {
    const { numTensors, numBytes, numBytesInGPU, numBytesAllocatedInGPU } = tf.memory();
    return { numTensors, numBytes, numBytesInGPU, numBytesAllocatedInGPU, ids: tf.backend().numDataIds() };
  };
  await runSome();
  const before = state();
  for (let repetition = 0; repetition < 3; repetition++) await runSome();
  console.log(JSON.stringify(['memory', { before, after: state() }]));
`;

describeOnAdapter(`webgpu agrees with cpu on${suffix}`, () => {
  let results: ReadonlyMap<string, unknown> = new Map();
  beforeAll(() => {
    const { code, stdout } = runModule(SOURCE, env);
    expect(code).toBe(0);
    results = new Map(
      stdout
        .trimEnd()
        .split('\n')
        .filter((line) => line.startsWith('['))
        .map((line) => JSON.parse(line) as [string, unknown]),
    );
  }, 600_000);

  it.each(conformanceCases.map(({ name }) => name).filter((name) => !(name in DIFFERENT)))('%s', (name) => {
    expect(results.get(name)).toBeNull();
  });

  it('and keeps neither tensors nor memory of repeated cases', () => {
    const { before, after } = results.get('memory') as Readonly<Record<'before' | 'after', object>>;
    expect(after).toEqual(before);
  });
});
