import { beforeAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { conformanceCases, runConformanceCase } from './conformance/index.js';
import { EngineUnavailableError, useBackend } from './index.js';

/** Why TensorFlow cannot be used here; undefined if it can. */
const reason = await useBackend('tensorflow').then(
  () => undefined,
  (error: unknown) => {
    if (!EngineUnavailableError.isInstance(error)) throw error;
    return error.reason;
  },
);
/** Cases in which the two differ, and why. */
const DIFFERENT: readonly (readonly [RegExp, string])[] = [
  [/^conv2d .*, pad \d/, 'tfjs-node pads by same or valid only, and says so'],
  [/^matMul \[2,1,4,5\] \[1,3,5,6\]$/, 'cpu does not repeat both batches; TensorFlow is right'],
  [/^avgPool .* by 3, .* pad same/, 'cpu divides by the whole window at borders, too; TensorFlow is right'],
];
const cases = conformanceCases.map((testCase) => ({
  testCase,
  why: DIFFERENT.find(([pattern]) => pattern.test(testCase.name))?.[1],
}));
const alike = cases.filter(({ why }) => why === undefined).map(({ testCase }) => testCase);

if (reason === undefined) compareWithCpu();
else it.skip(`tensorflow agrees with cpu (skipped: ${reason})`, () => undefined);

function compareWithCpu(): void {
  describe('tensorflow agrees with cpu on', () => {
    beforeAll(async () => {
      await useBackend('cpu');
    });

    for (const { testCase, why } of cases) {
      const test = why === undefined ? it : it.skip;
      test(testCase.name + (why === undefined ? '' : ` (skipped: ${why})`), async () => {
        expect(await runConformanceCase(testCase, 'tensorflow')).toBeUndefined();
      });
    }
  });

  describe('tensorflow keeps nothing of', () => {
    it('repeated cases', async () => {
      await useBackend('tensorflow');
      const { backend } = tf.engine() as unknown as { readonly backend: { getNumOfTFTensors(): number } };
      const runAll = (): void => alike.forEach((testCase) => tf.dispose(testCase.run()));
      runAll();
      const state = (): object => ({
        tensors: tf.memory().numTensors,
        ids: tf.engine().backend.numDataIds(),
        native: backend.getNumOfTFTensors(),
      });
      const before = state();
      for (let repetition = 0; repetition < 3; repetition++) runAll();
      expect(state()).toEqual(before);
    });
  });
}
