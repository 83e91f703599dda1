import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { maxGradientError, seededNormal } from '@cvg/test-utils';
import type { Activation } from './activation.js';
import { batchNormActivation } from './batch-norm-activation.js';
import { biasActivation } from './bias-activation.js';
import { registerReferenceKernels } from './__fixtures__/reference-kernels.js';

interface Case extends Activation {
  readonly shape: number[];
  readonly x: number[];
  readonly scale: number[];
  readonly offset: number[];
  readonly weights: number[];
  readonly y: number[];
  readonly mean: number[];
  readonly variance: number[];
  readonly dx: number[];
  readonly dscale: number[];
  readonly doffset: number[];
  readonly bias: { readonly y: number[]; readonly dx: number[]; readonly dbias: number[] };
}

// Oracle: __fixtures__/batch-norm.py, float64 NumPy with central differences.
const cases = JSON.parse(
  readFileSync(new URL('./__fixtures__/batch-norm.json', import.meta.url), 'utf8'),
) as Case[];
const EPSILON = 1e-5;
const TOLERANCE = { rtol: 2e-4, atol: 2e-5 };

const tensorsOf = ({ shape, x, scale, offset, weights }: Case) => ({
  x: tf.tensor(x, shape),
  scale: tf.tensor1d(scale),
  offset: tf.tensor1d(offset),
  weights: tf.tensor(weights, shape),
});

describe.each([['ordinary ops'], ['kernels of the engine']])('with %s', (path) => {
  let registered: ReturnType<typeof registerReferenceKernels> | undefined;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    if (path === 'kernels of the engine') registered = registerReferenceKernels();
  });
  afterAll(() => registered?.unregister());

  describe.each(cases.map((testCase) => [`${testCase.activation} of [${testCase.shape.join()}]`, testCase]))(
    '%s',
    (_, testCase) => {
      const expected = testCase as Case;

      it('batchNormActivation has the value and the gradients of NumPy', () => {
        const { x, scale, offset, weights } = tensorsOf(expected);
        const { y, mean, variance } = batchNormActivation(x, scale, offset, EPSILON, expected);
        expect(y.shape).toEqual(expected.shape);
        expect(y).toBeAllClose(expected.y, TOLERANCE);
        expect(mean).toBeAllClose(expected.mean, TOLERANCE);
        expect(variance).toBeAllClose(expected.variance, TOLERANCE);
        const [dx, dscale, doffset] = tf.grads((...given) => {
          const [a, b, c] = given as [tf.Tensor, tf.Tensor, tf.Tensor];
          return tf.sum(tf.mul(batchNormActivation(a, b, c, EPSILON, expected).y, weights));
        })([x, scale, offset]);
        expect(dx!).toBeAllClose(expected.dx, TOLERANCE);
        expect(dscale!).toBeAllClose(expected.dscale, TOLERANCE);
        expect(doffset!).toBeAllClose(expected.doffset, TOLERANCE);
      });

      it('biasActivation has the value and the gradients of NumPy', () => {
        const { x, offset, weights } = tensorsOf(expected);
        expect(biasActivation(x, offset, expected)).toBeAllClose(expected.bias.y, TOLERANCE);
        const [dx, dbias] = tf.grads((...given) => {
          const [a, b] = given as [tf.Tensor, tf.Tensor];
          return tf.sum(tf.mul(biasActivation(a, b, expected), weights));
        })([x, offset]);
        expect(dx!).toBeAllClose(expected.bias.dx, TOLERANCE);
        expect(dbias!).toBeAllClose(expected.bias.dbias, TOLERANCE);
      });
    },
  );

  it('runs the kernels exactly if the engine has them', () => {
    const names = ['CvgBatchNormTraining', 'CvgBatchNormTrainingGrad', 'CvgBiasActivation'];
    names.push('CvgBiasActivationGrad');
    expect([...(registered?.calls.keys() ?? [])].sort()).toEqual(registered === undefined ? [] : names);
  });

  it('sends gradients on from and to other ops, when x is used twice', () => {
    const x = tf.tensor(seededNormal(24, 3), [2, 4, 3]);
    const [scale, offset] = [tf.tensor1d([1, 2, 0.5]), tf.tensor1d([0.3, 0, -0.2])];
    const f = (value: tf.Tensor): tf.Tensor => {
      const input = tf.add(tf.square(value), value);
      const { y } = batchNormActivation(input, scale, offset, EPSILON, {
        activation: 'leakyRelu',
        alpha: 0.2,
      });
      return tf.sum(tf.mul(tf.sin(y), input));
    };
    expect(maxGradientError(f, x, { step: 1e-2 })).toBeLessThan(2e-2);
  });

  it('survives a constant channel: the result is the offset, and all gradients are finite', () => {
    const x = tf.fill([4, 3, 2], 7);
    const [scale, offset] = [tf.tensor1d([1, 1]), tf.tensor1d([0.5, -0.5])];
    const linear = { activation: 'none', alpha: 0 } as const;
    const { y, variance } = batchNormActivation(x, scale, offset, EPSILON, linear);
    expect(y).toBeAllClose(Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5)));
    expect(variance).toBeAllClose([0, 0]);
    const gradient = tf.grad((value) => tf.sum(batchNormActivation(value, scale, offset, EPSILON, linear).y))(
      x,
    );
    expect(gradient).toBeAllClose(new Float32Array(24));
  });

  it('is exact for values far from 0', () => {
    const draws = seededNormal(512, 9);
    const linear = { activation: 'none', alpha: 0 } as const;
    const normalized = (shift: number): tf.Tensor =>
      batchNormActivation(
        tf.tensor(
          draws.map((draw) => shift + draw),
          [256, 2],
        ),
        tf.ones([2]),
        tf.zeros([2]),
        EPSILON,
        linear,
      ).y;
    // 512 keeps 2^-14 of a float32's digits; squares of 512 would keep 2^-5.
    expect(normalized(512)).toBeAllClose(normalized(0), { atol: 5e-4 });
  });

  it('leaves no tensors behind', () => {
    const { x, scale, offset, weights } = tensorsOf(cases[1]!);
    const before = tf.memory().numTensors;
    tf.dispose({ ...batchNormActivation(x, scale, offset, EPSILON, cases[1]!) });
    tf.dispose(biasActivation(x, offset, cases[1]!));
    tf.dispose(
      tf.grad((value) =>
        tf.sum(tf.mul(batchNormActivation(value, scale, offset, EPSILON, cases[1]!).y, weights)),
      )(x),
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
