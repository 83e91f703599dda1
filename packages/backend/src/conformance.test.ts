import { beforeAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { conformanceCases, runConformanceCase } from './conformance/index.js';
import { useBackend } from './index.js';

describe('wasm agrees with cpu on', () => {
  beforeAll(async () => {
    await useBackend('cpu');
    await useBackend('wasm');
  });

  it.each(conformanceCases.map((testCase) => [testCase.name, testCase] as const))(
    '%s',
    async (_, testCase) => {
      if (testCase.kernel !== undefined) expect(tf.getKernel(testCase.kernel, 'wasm')).toBeDefined();
      expect(await runConformanceCase(testCase, 'wasm')).toBeUndefined();
    },
  );

  it('cases that have names of their own', () => {
    expect(new Set(conformanceCases.map(({ name }) => name)).size).toBe(conformanceCases.length);
  });
});

describe('wasm keeps nothing of', () => {
  const wasm = tf.engine();

  it('repeated cases: neither tensors nor memory', async () => {
    await useBackend('wasm');
    const heap = (): number =>
      (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength;
    const runAll = (): void => conformanceCases.forEach((testCase) => tf.dispose(testCase.run()));
    runAll();
    const before = { ...tf.memory(), heap: heap(), ids: wasm.backend.numDataIds() };
    for (let repetition = 0; repetition < 3; repetition++) runAll();
    expect({ ...tf.memory(), heap: heap(), ids: wasm.backend.numDataIds() }).toEqual(before);
  });
});
