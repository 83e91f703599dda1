import * as tf from '@tensorflow/tfjs-core';
import { differentiated, type ConformanceCase } from './conformance-case.js';

interface Convolution {
  readonly image: readonly [number, number, number, number];
  readonly filter: readonly [number, number];
  readonly outputs: number;
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  /** Rounding of the longest sums, of thousands of terms of size 1. */
  readonly atol?: number;
}

const convolutions: readonly Convolution[] = [
  { image: [2, 8, 8, 4], filter: [3, 3], outputs: 8, strides: 1, pad: 'same' },
  { image: [1, 7, 7, 3], filter: [5, 5], outputs: 7, strides: 1, pad: 'same' },
  { image: [3, 9, 6, 7], filter: [3, 3], outputs: 5, strides: 2, pad: 'same' },
  { image: [2, 8, 8, 1], filter: [5, 5], outputs: 16, strides: 2, pad: 'same' },
  { image: [5, 16, 16, 3], filter: [5, 5], outputs: 12, strides: 2, pad: 'same' },
  { image: [2, 23, 23, 3], filter: [11, 11], outputs: 9, strides: 4, pad: 'valid' },
  { image: [2, 17, 15, 1], filter: [7, 7], outputs: 6, strides: 2, pad: 'valid' },
  { image: [2, 12, 12, 2], filter: [11, 11], outputs: 4, strides: 4, pad: 'same' },
  { image: [4, 5, 5, 64], filter: [1, 1], outputs: 20, strides: 1, pad: 'same' },
  { image: [3, 6, 6, 10], filter: [1, 1], outputs: 3, strides: 2, pad: 'valid' },
  { image: [2, 2, 2, 24], filter: [5, 5], outputs: 12, strides: 1, pad: 'same' },
  { image: [70, 4, 4, 8], filter: [3, 3], outputs: 4, strides: 1, pad: 'same' },
  { image: [2, 1, 1, 64], filter: [3, 3], outputs: 64, strides: 1, pad: 'same' },
  { image: [2, 10, 7, 4], filter: [3, 1], outputs: 6, strides: [2, 1], pad: 'same' },
  { image: [2, 7, 10, 5], filter: [1, 4], outputs: 2, strides: [1, 3], pad: 'valid' },
  { image: [2, 9, 9, 6], filter: [3, 3], outputs: 10, strides: 2, pad: 1 },
  { image: [1, 6, 6, 2], filter: [2, 2], outputs: 1, strides: 3, pad: 'valid' },
  // Large enough that an engine divides its work.
  { image: [64, 12, 12, 4], filter: [3, 3], outputs: 5, strides: 1, pad: 'same', atol: 5e-4 },
  { image: [48, 24, 24, 3], filter: [5, 5], outputs: 9, strides: 2, pad: 'same', atol: 5e-4 },
  { image: [1, 64, 48, 3], filter: [5, 5], outputs: 6, strides: 1, pad: 'same', atol: 5e-4 },
  { image: [33, 3, 3, 1], filter: [3, 3], outputs: 1, strides: 1, pad: 'same' },
  // Enough channels that an engine may save multiplications, which rounds more.
  { image: [3, 4, 4, 32], filter: [3, 3], outputs: 44, strides: 1, pad: 'same', atol: 5e-4 },
  { image: [6, 9, 7, 30], filter: [3, 3], outputs: 21, strides: 1, pad: 'same', atol: 5e-4 },
  { image: [1, 31, 14, 20], filter: [3, 3], outputs: 24, strides: 1, pad: 'same', atol: 5e-4 },
  { image: [1, 8, 8, 64], filter: [5, 5], outputs: 48, strides: 1, pad: 'same', atol: 1e-3 },
  { image: [1, 9, 11, 48], filter: [4, 3], outputs: 40, strides: 1, pad: 'valid', atol: 5e-4 },
  { image: [1, 10, 10, 64], filter: [2, 4], outputs: 64, strides: 1, pad: 1, atol: 5e-4 },
  { image: [2, 9, 7, 64], filter: [3, 3], outputs: 80, strides: 1, pad: 'same', atol: 1e-3 },
  { image: [3, 6, 8, 72], filter: [3, 3], outputs: 64, strides: 1, pad: 'valid', atol: 1e-3 },
  { image: [2, 16, 16, 32], filter: [5, 5], outputs: 32, strides: 2, pad: 'same', atol: 1e-3 },
];

const describe = (c: Convolution): string =>
  `[${c.image.join()}] by ${c.filter.join('x')} to ${c.outputs}, stride ${c.strides.toString()}, pad ${c.pad}`;

/** `tf.conv2d` and both of its gradients. */
export const convolutionCases: readonly ConformanceCase[] = convolutions.map((c) => ({
  name: `conv2d ${describe(c)}`,
  ...(c.atol === undefined ? {} : { atol: c.atol }),
  run: differentiated(
    (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, c.strides, c.pad),
    c.image,
    [...c.filter, c.image[3], c.outputs],
  ),
}));

interface Transposed {
  readonly image: readonly [number, number, number, number];
  readonly filter: number;
  readonly outputs: number;
  readonly size: readonly [number, number];
  readonly stride: number;
  readonly pad: 'same' | 'valid';
}

const transposed: readonly Transposed[] = [
  { image: [3, 2, 2, 8], filter: 5, outputs: 4, size: [4, 4], stride: 2, pad: 'same' },
  { image: [2, 4, 4, 23], filter: 5, outputs: 16, size: [8, 8], stride: 2, pad: 'same' },
  { image: [2, 8, 8, 16], filter: 5, outputs: 1, size: [16, 16], stride: 2, pad: 'same' },
  { image: [1, 4, 5, 4], filter: 3, outputs: 3, size: [4, 5], stride: 1, pad: 'same' },
  { image: [2, 3, 3, 7], filter: 3, outputs: 5, size: [5, 6], stride: 2, pad: 'same' },
  { image: [2, 3, 3, 4], filter: 4, outputs: 6, size: [8, 8], stride: 2, pad: 'valid' },
  { image: [2, 3, 2, 4], filter: 1, outputs: 4, size: [9, 5], stride: 3, pad: 'same' },
];

/** `tf.conv2dTranspose` and both of its gradients. */
export const transposedConvolutionCases: readonly ConformanceCase[] = transposed.map((c) => ({
  name: `conv2dTranspose [${c.image.join()}] by ${c.filter} to [${c.size.join()},${c.outputs}], stride ${c.stride}, pad ${c.pad}`,
  run: differentiated(
    (x, filter) =>
      tf.conv2dTranspose(
        x as tf.Tensor4D,
        filter as tf.Tensor4D,
        [c.image[0], ...c.size, c.outputs],
        c.stride,
        c.pad,
      ),
    c.image,
    [c.filter, c.filter, c.outputs, c.image[3]],
  ),
}));
