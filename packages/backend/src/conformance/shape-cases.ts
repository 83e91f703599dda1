import * as tf from '@tensorflow/tfjs-core';
import { data, differentiated, type ConformanceCase } from './conformance-case.js';

const sums: readonly (readonly [readonly number[], number | number[] | undefined])[] = [
  [[7], undefined],
  [[5000], undefined],
  [[70, 9], 0],
  [[70, 9], 1],
  [
    [6, 5, 5, 7],
    [0, 1, 2],
  ],
  [
    [6, 5, 5, 8],
    [1, 2],
  ],
  [[3, 4, 5], 1],
  [
    [3, 4, 5],
    [0, 2],
  ],
  [
    [2, 3, 4, 5],
    [1, 3],
  ],
  [
    [1, 4, 1],
    [0, 2],
  ],
  [[40, 40, 2], 0],
  [[300, 1], 0],
  [[20000, 7], 0],
];

const reductionCases: readonly ConformanceCase[] = sums.flatMap(([shape, axis]) =>
  [false, true].flatMap((keepDims) =>
    Object.entries({ sum: tf.sum, mean: tf.mean }).map(([name, f]) => ({
      name: `${name} of [${shape.join()}] over ${axis === undefined ? 'all' : axis.toString()}${keepDims ? ', kept' : ''} and its gradient`,
      run: differentiated((x) => f(x, axis, keepDims), shape),
    })),
  ),
);

const otherReductionCases: readonly ConformanceCase[] = [
  { name: 'max over the last axis', run: () => tf.tidy(() => tf.max(data([4, 9], 1), 1)) },
  { name: 'argMax over the last axis', run: () => tf.tidy(() => tf.argMax(data([4, 9], 1), 1)) },
  {
    name: 'moments of [6,3,3,5] and their gradients',
    run: differentiated(
      (x) => {
        const { mean, variance } = tf.moments(x, [0, 1, 2]);
        return tf.concat([mean, variance]);
      },
      [6, 3, 3, 5],
    ),
  },
  { name: 'softmax of [5,10] and its gradient', run: differentiated((x) => tf.softmax(x), [5, 10]) },
  { name: 'logSoftmax of [5,10] and its gradient', run: differentiated((x) => tf.logSoftmax(x), [5, 10]) },
  { name: 'norm of [4,6]', run: differentiated((x) => tf.norm(x), [4, 6]) },
];

const copyCases: readonly ConformanceCase[] = [
  {
    name: 'concat on the last axis and its gradients',
    run: differentiated((a, b, c) => tf.concat([a, b, c], 3), [2, 3, 3, 4], [2, 3, 3, 1], [2, 3, 3, 7]),
  },
  {
    name: 'concat of [B,F] with [B,K] and its gradients',
    run: differentiated((a, b) => tf.concat([a, b], 1), [64, 33], [64, 10]),
  },
  { name: 'concat on the first axis', run: differentiated((a, b) => tf.concat([a, b], 0), [2, 3], [4, 3]) },
  {
    name: 'concat with an empty tensor',
    run: () => tf.tidy(() => tf.concat([tf.tensor2d([], [0, 3]), data([2, 3], 1)], 0)),
  },
  {
    name: 'split into equal and unequal parts',
    run: () =>
      tf.tidy(() => [...tf.split(data([4, 6, 3], 1), 3, 1), ...tf.split(data([4, 6], 2), [1, 2, 3], 1)]),
  },
  {
    name: 'slice inside [4,5,6,7] and its gradient',
    run: differentiated((x) => tf.slice(x, [1, 0, 2, 3], [2, 5, 3, 4]), [4, 5, 6, 7]),
  },
  { name: 'slice of the first axis', run: differentiated((x) => tf.slice(x, [2], [3]), [7, 5]) },
  {
    name: 'stridedSlice',
    run: () => tf.tidy(() => tf.stridedSlice(data([6, 8], 1), [0, 1], [6, 8], [2, 3])),
  },
  { name: 'tile [1,1,1,5]', run: differentiated((x) => tf.tile(x, [3, 4, 2, 1]), [1, 1, 1, 5]) },
  { name: 'tile [2,3] by [3,2]', run: differentiated((x) => tf.tile(x, [3, 2]), [2, 3]) },
  {
    name: 'broadcastTo and its gradient',
    run: differentiated((x) => tf.broadcastTo(x, [2, 4, 3]), [4, 1]),
  },
  { name: 'transpose [3,5]', run: differentiated((x) => tf.transpose(x), [3, 5]) },
  { name: 'transpose [2,3,4,5]', run: differentiated((x) => tf.transpose(x, [3, 0, 2, 1]), [2, 3, 4, 5]) },
  {
    name: 'pad and its gradient',
    run: differentiated(
      (x) =>
        tf.pad(x, [
          [0, 0],
          [1, 2],
          [2, 0],
          [0, 0],
        ]),
      [2, 3, 4, 3],
    ),
  },
  { name: 'reverse', run: differentiated((x) => tf.reverse(x, [2]), [2, 3, 4, 3]) },
  {
    name: 'gather of rows and its gradient',
    run: differentiated((x) => tf.gather(x, tf.tensor1d([4, 0, 4, 2], 'int32')), [5, 6]),
  },
  {
    name: 'gather of columns',
    run: () => tf.tidy(() => tf.gather(data([5, 6], 1), tf.tensor1d([4, 0, 4], 'int32'), 1)),
  },
  {
    name: 'unsortedSegmentSum',
    run: () =>
      tf.tidy(() => tf.unsortedSegmentSum(data([6, 3], 1), tf.tensor1d([2, 0, 2, 1, 4, 0], 'int32'), 5)),
  },
  { name: 'oneHot', run: () => tf.tidy(() => tf.oneHot(tf.tensor1d([2, 0, 1], 'int32'), 4)) },
  {
    name: 'stack and unstack',
    run: () =>
      tf.tidy(() => [tf.stack([data([2, 3], 1), data([2, 3], 2)], 1), ...tf.unstack(data([3, 2], 3))]),
  },
  {
    name: 'fill, onesLike, zerosLike',
    run: () => tf.tidy(() => [tf.fill([2, 3], 7), tf.onesLike(data([5], 1)), tf.zerosLike(data([5], 1))]),
  },
];

/** Reductions and movements of data, with their gradients. */
export const shapeCases: readonly ConformanceCase[] = [
  ...reductionCases,
  ...otherReductionCases,
  ...copyCases,
];
