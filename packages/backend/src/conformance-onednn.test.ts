import { beforeAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { conformanceCases, runConformanceCase } from './conformance/index.js';
import { EngineUnavailableError, useBackend } from './index.js';

/** Why oneDNN cannot be used here; undefined if it can. */
const reason = await useBackend('onednn').then(
  () => undefined,
  (error: unknown) => {
    if (!EngineUnavailableError.isInstance(error)) throw error;
    return error.reason;
  },
);
const describeWhereAvailable = reason === undefined ? describe : describe.skip;
const suffix = reason === undefined ? '' : ` (skipped: ${reason})`;

describeWhereAvailable(`onednn agrees with cpu on${suffix}`, () => {
  beforeAll(async () => {
    await useBackend('cpu');
  });

  it.each(conformanceCases.map((testCase) => [testCase.name, testCase] as const))(
    '%s',
    async (_, testCase) => {
      if (testCase.kernel !== undefined && testCase.kernel !== 'CvgAdversarialStep')
        expect(tf.getKernel(testCase.kernel, 'onednn')).toBeDefined();
      expect(await runConformanceCase(testCase, 'onednn')).toBeUndefined();
    },
  );
});

describeWhereAvailable(`onednn keeps nothing of${suffix}`, () => {
  it('repeated cases: neither tensors nor memory', async () => {
    const { name } = await useBackend('onednn', { onednn: { threads: 1 } });
    expect(name).toBe('onednn');
    const runAll = (): void => conformanceCases.forEach((testCase) => tf.dispose(testCase.run()));
    runAll();
    const state = (): object => ({ ...tf.memory(), ids: tf.engine().backend.numDataIds() });
    const before = state();
    for (let repetition = 0; repetition < 3; repetition++) runAll();
    expect(state()).toEqual(before);
  });
});
