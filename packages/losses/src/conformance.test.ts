import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { cases, evaluate, oracle } from './__fixtures__/cases.js';
import { MovingFeatureMeans, perClassMeanFeatureMatching, clipWeights, weightedObjective } from './index.js';

const wasmEntry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
setWasmPaths(join(dirname(wasmEntry), '/'));

describe.each(['cpu', 'wasm'])('on the %s backend', (backend) => {
  beforeAll(async () => {
    expect(await tf.setBackend(backend)).toBe(true);
  });

  it.each(Object.values(cases))('$name has the value and gradients of the oracle', (lossCase) => {
    const { value, gradients } = evaluate(lossCase);
    expect(tf.getBackend()).toBe(backend);
    expect(value).toBeAllClose(lossCase.value);
    expect(gradients).toHaveLength(lossCase.gradients.length);
    gradients.forEach((gradient, index) =>
      expect(gradient).toBeAllClose(lossCase.gradients[index] ?? [], { rtol: 1e-4 }),
    );
    tf.dispose([value, gradients]);
  });

  it.each(['straight-through', 'scaled'] as const)('moving means of Eq. 4, %s gradient', (gradient) => {
    const { steps, ...sizes } = oracle.movingMeans;
    const real = new MovingFeatureMeans(sizes);
    const fake = new MovingFeatureMeans({ ...sizes, gradient });
    for (const step of steps) {
      const features = tf.tensor2d(step.fake, [4, 2]);
      const loss = (x: tf.Tensor2D): tf.Scalar =>
        perClassMeanFeatureMatching(
          real.prepare(tf.tensor2d(step.real, [4, 2]), step.realIds),
          fake.prepare(x, step.fakeIds),
        );
      const { value, grad } = tf.valueAndGrad<tf.Tensor2D, tf.Scalar>(loss)(features);
      expect(value).toBeAllClose(step.value);
      expect(grad).toBeAllClose(gradient === 'scaled' ? step.scaled : step.straightThrough);
      real.commit();
      fake.commit();
      expect(real.read().centers).toBeAllClose(step.realCenters);
      expect(fake.read().centers).toBeAllClose(step.fakeCenters);
    }
  });

  it('is finite in value and gradient at logits of +-100 and log variances of +-20', () => {
    const extreme = tf.tensor2d([100, -100, 0, 100, -100, 100], [2, 3]);
    const column = tf.reshape(extreme, [6, 1]);
    const logVar = tf.tensor2d([20, -20, 0, -20, 20, 20], [2, 3]);
    const objectives: Record<string, [tf.Tensor, (x: tf.Tensor) => tf.Tensor]> = {
      discriminatorReal: [column, (x) => cases.discriminatorLoss.f(x, tf.neg(x), x)],
      discriminatorFake: [column, (x) => cases.discriminatorLoss.f(tf.neg(x), x, x)],
      generator: [column, (x) => cases.nonSaturatingGeneratorLoss.f(x)],
      softmax: [extreme, (x) => cases.softmaxClassification.f(tf.concat([x, x, tf.slice(x, 0, 1)]))],
      klOfLogVar: [logVar, (x) => cases.klDivergence.f(extreme, x)],
      klOfMean: [extreme, (x) => cases.klDivergence.f(x, logVar)],
    };
    for (const [name, [input, f]] of Object.entries(objectives)) {
      const { value, grad } = tf.valueAndGrad(f)(input);
      const numbers = [...value.dataSync(), ...grad.dataSync()];
      expect({ name, finite: numbers.every(Number.isFinite) }).toEqual({ name, finite: true });
    }
  });

  it('weightedObjective and clipWeights', () => {
    const sum = weightedObjective({ a: tf.scalar(2), b: tf.scalar(3) }, { a: 0.5, b: -1 });
    expect(sum).toBeAllClose(-2);
    const variable = tf.variable(tf.tensor1d([-3, 0.25, 3]));
    clipWeights([variable], 0.5);
    expect(variable).toBeAllClose([-0.5, 0.25, 0.5]);
  });
});
