import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { cases, evaluate } from './__fixtures__/cases.js';

describe('with tfjs-core alone, which registers no gradients', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
    expect(tf.getGradient('Square')).toBeUndefined();
  });

  it.each(Object.values(cases))('$name has its gradients', (lossCase) => {
    const { gradients } = evaluate(lossCase);
    gradients.forEach((gradient, index) =>
      expect(gradient).toBeAllClose(lossCase.gradients[index] ?? [], { rtol: 1e-4 }),
    );
  });
});
