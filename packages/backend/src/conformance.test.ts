import { beforeAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { conformanceCases, type ConformanceCase } from './conformance/index.js';
import { useBackend } from './index.js';

/** Runs a case on an engine and returns its results as arrays. */
async function results(engine: 'wasm' | 'cpu', testCase: ConformanceCase): Promise<Float32Array[]> {
  await useBackend(engine);
  const tensors = [testCase.run()].flat();
  const arrays = tensors.map((tensor) => tensor.dataSync() as Float32Array);
  tf.dispose(tensors);
  return arrays;
}

describe.each(['wasm'] as const)('%s agrees with cpu on', (engine) => {
  beforeAll(() => useBackend(engine));

  it.each(conformanceCases.map((testCase) => [testCase.name, testCase] as const))(
    '%s',
    async (_, testCase) => {
      const expected = await results('cpu', testCase);
      const actual = await results(engine, testCase);
      if (testCase.kernel !== undefined) expect(tf.getKernel(testCase.kernel, engine)).toBeDefined();
      expect(actual).toHaveLength(expected.length);
      for (const [index, values] of actual.entries()) {
        expect(values).toBeAllClose(expected[index] ?? [], {
          rtol: testCase.rtol ?? 1e-4,
          atol: testCase.atol ?? 1e-5,
        });
      }
    },
  );
});
