import * as tf from '@tensorflow/tfjs-core';
import { data, differentiated, type ConformanceCase } from './conformance-case.js';

interface Product {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

const products: readonly Product[] = [
  { a: [1, 1], b: [1, 1] },
  { a: [64, 100], b: [100, 10] },
  { a: [5, 7], b: [7, 9] },
  { a: [3, 64], b: [64, 1] },
  { a: [1, 33], b: [33, 65] },
  { a: [6, 5], b: [6, 11], transposeA: true },
  { a: [6, 5], b: [12, 5], transposeB: true },
  { a: [6, 5], b: [7, 6], transposeA: true, transposeB: true },
  { a: [3, 6, 5], b: [3, 5, 7] },
  { a: [2, 4, 5], b: [2, 6, 5], transposeB: true },
];

/** Products whose gradient TensorFlow.js does not have: it does not sum over broadcast axes. */
const broadcastProducts: readonly Product[] = [
  { a: [3, 6, 5], b: [1, 5, 7] },
  { a: [2, 1, 4, 5], b: [1, 3, 5, 6] },
];

/** `tf.matMul` and both of its gradients. */
export const matrixCases: readonly ConformanceCase[] = [
  ...products.map(({ a, b, transposeA = false, transposeB = false }) => ({
    name: `matMul [${a.join()}]${transposeA ? "'" : ''} [${b.join()}]${transposeB ? "'" : ''} and its gradients`,
    run: differentiated((x, y) => tf.matMul(x, y, transposeA, transposeB), a, b),
  })),
  ...broadcastProducts.map(({ a, b }) => ({
    name: `matMul [${a.join()}] [${b.join()}]`,
    run: (): tf.Tensor => tf.tidy(() => tf.matMul(data(a, 1), data(b, 2))),
  })),
];

const activations = ['linear', 'relu', 'leakyrelu', 'elu', 'relu6', 'sigmoid'] as const;

/** Layers as tfjs-layers runs them: product, bias and activation in one op. */
export const fusedLayerCases: readonly ConformanceCase[] = activations.flatMap((activation) => [
  {
    name: `fused matMul [7,12] [12,5] with bias and ${activation}`,
    run: (): tf.Tensor =>
      tf.tidy(() =>
        tf.fused.matMul({
          ...{ a: data<tf.Rank.R2>([7, 12], 1), b: data<tf.Rank.R2>([12, 5], 2), bias: data([5], 3) },
          ...{ transposeA: false, transposeB: false, activation, leakyreluAlpha: 0.3 },
        }),
      ),
  },
  {
    name: `fused conv2d [2,6,6,3] by 3x3 to 5 with bias and ${activation}, and without`,
    run: (): tf.Tensor[] =>
      tf.tidy(() => {
        const [x, filter] = [data<tf.Rank.R4>([2, 6, 6, 3], 1), data<tf.Rank.R4>([3, 3, 3, 5], 2)];
        const layer = { x, filter, strides: 2, pad: 'same', activation, leakyreluAlpha: 0.3 } as const;
        return [tf.fused.conv2d({ ...layer, bias: data([5], 3) }), tf.fused.conv2d(layer)];
      }),
  },
]);
