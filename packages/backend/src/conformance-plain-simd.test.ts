import { beforeAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-layers';
import { conformanceCases, runConformanceCase } from './conformance/index.js';
import { useBackend } from './index.js';

describe('wasm on one thread without fused multiply-add agrees with cpu on', () => {
  beforeAll(async () => {
    await useBackend('cpu');
    const { description } = await useBackend('wasm', { wasm: { fusedMultiplyAdd: false, threads: 1 } });
    expect(description).toBe('WebAssembly SIMD, 1 thread');
  });

  it.each(conformanceCases.map((testCase) => [testCase.name, testCase] as const))(
    '%s',
    async (_, testCase) => {
      expect(await runConformanceCase(testCase, 'wasm')).toBeUndefined();
    },
  );
});
