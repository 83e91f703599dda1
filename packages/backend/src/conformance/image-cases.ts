import * as tf from '@tensorflow/tfjs-core';
import { data, differentiated, type ConformanceCase } from './conformance-case.js';

const pools: readonly (readonly [
  readonly number[],
  number | [number, number],
  number,
  'same' | 'valid' | number,
])[] = [
  [[2, 8, 8, 16], 2, 2, 'same'],
  [[2, 7, 9, 5], 3, 2, 'same'],
  [[1, 6, 6, 3], 3, 1, 'same'],
  [[2, 8, 8, 4], 3, 2, 'valid'],
  [[3, 4, 4, 7], 4, 4, 'valid'],
  [[2, 9, 5, 1], [3, 2], 2, 'valid'],
];

const poolCases: readonly ConformanceCase[] = pools.flatMap(([image, window, stride, pad]) =>
  Object.entries({ maxPool: tf.maxPool, avgPool: tf.avgPool }).map(([name, pool]) => ({
    name: `${name} [${image.join()}] by ${window.toString()}, stride ${stride}, pad ${pad} and its gradient`,
    run: differentiated((x) => pool(x as tf.Tensor4D, window, stride, pad), image),
  })),
);

const responses: readonly (readonly [number, number, number, number, readonly number[]])[] = [
  [5, 1, 1, 0.5, [2, 3, 3, 8]],
  [2, 2, 0.3, 0.75, [4, 33, 31, 17]],
  [1, 1, 0.5, 0.75, [3, 5, 4, 1]],
];

const depthwise: readonly (readonly [
  readonly number[],
  readonly number[],
  number,
  'same' | 'valid',
  number,
])[] = [
  [[2, 6, 6, 8], [3, 3, 8, 1], 1, 'same', 1],
  [[2, 7, 5, 5], [3, 3, 5, 1], 2, 'same', 1],
  [[1, 6, 6, 3], [2, 3, 3, 2], 1, 'valid', 1],
  [[1, 9, 9, 4], [3, 3, 4, 1], 1, 'valid', 2],
];

const depthwiseCases: readonly ConformanceCase[] = depthwise.map(
  ([image, filter, stride, pad, dilation]) => ({
    name: `depthwiseConv2d [${image.join()}] by [${filter.join()}], stride ${stride}, pad ${pad}, dilation ${dilation}${dilation > 1 ? '' : ' and its gradients'}`,
    run:
      dilation > 1
        ? (): tf.Tensor =>
            tf.tidy(() =>
              tf.depthwiseConv2d(
                ones(image) as tf.Tensor4D,
                ones(filter) as tf.Tensor4D,
                stride,
                pad,
                'NHWC',
                dilation,
              ),
            )
        : differentiated(
            (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad),
            image,
            filter,
          ),
  }),
);

function ones(shape: readonly number[]): tf.Tensor {
  return tf.ones([...shape]);
}

const otherCases: readonly ConformanceCase[] = [
  {
    name: 'gradient of maxPool where several inputs of a window are the largest',
    run: (): tf.Tensor =>
      tf.tidy(() => {
        const x = tf.round(tf.mul(data([2, 7, 6, 9], 1), 2));
        return tf.grad((t) => tf.maxPool(t as tf.Tensor4D, 3, 2, 'same'))(x, data([2, 4, 3, 9], 2));
      }),
  },
  {
    name: 'conv2d with dilation 2',
    run: () =>
      tf.tidy(() =>
        tf.conv2d(ones([1, 9, 9, 3]) as tf.Tensor4D, ones([3, 3, 3, 4]) as tf.Tensor4D, 1, 'same', 'NHWC', 2),
      ),
  },
  {
    name: 'resizeNearestNeighbor to twice the size and its gradient',
    run: differentiated((x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [8, 6]), [3, 4, 3, 5]),
  },
  {
    name: 'resizeNearestNeighbor by odd factors with aligned corners and its gradient',
    run: differentiated((x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [7, 5], true), [2, 4, 3, 8]),
  },
  {
    name: 'resizeNearestNeighbor with half pixel centers',
    run: () =>
      tf.tidy(() => tf.image.resizeNearestNeighbor(ones([2, 4, 3, 2]) as tf.Tensor4D, [7, 5], false, true)),
  },
  {
    name: 'resizeBilinear to twice the size and its gradient',
    run: differentiated((x) => tf.image.resizeBilinear(x as tf.Tensor4D, [8, 6]), [2, 4, 4, 5]),
    // Square images: cpu's gradient exchanges the axes of the shape (4.22).
  },
  ...responses.map(([radius, bias, alpha, beta, image]) => ({
    name: `localResponseNormalization [${image.join()}] by ${radius} and its gradient`,
    run: differentiated(
      (x) => tf.localResponseNormalization(x as tf.Tensor4D, radius, bias, alpha, beta),
      image,
    ),
  })),
  {
    name: 'batchNorm with given statistics',
    run: differentiated(
      (x, mean, variance, offset, scale) =>
        tf.batchNorm(
          x,
          mean as tf.Tensor1D,
          tf.square(variance) as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
          1e-3,
        ),
      [4, 3, 3, 7],
      [7],
      [7],
      [7],
      [7],
    ),
    rtol: 1e-3,
  },
];

/** Pooling, depthwise convolution, resizing and normalization of images, with their gradients. */
export const imageCases: readonly ConformanceCase[] = [...poolCases, ...depthwiseCases, ...otherCases];
