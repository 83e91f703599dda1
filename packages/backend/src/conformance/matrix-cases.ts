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

/** A dense layer as tfjs-layers runs it. */
export const denseCases: readonly ConformanceCase[] = [
  {
    name: 'fused matMul with bias and relu',
    run: () =>
      tf.tidy(() =>
        tf.fused.matMul({
          a: data<tf.Rank.R2>([7, 12], 1),
          b: data<tf.Rank.R2>([12, 5], 2),
          transposeA: false,
          transposeB: false,
          bias: data([5], 3),
          activation: 'relu',
        }),
      ),
  },
];
