import * as tf from '@tensorflow/tfjs-core';
import { data, differentiated, values, type ConformanceCase } from './conformance-case.js';

const unary: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  exp: tf.exp,
  log: (x) => tf.log(tf.abs(x)),
  log1p: (x) => tf.log1p(tf.abs(x)),
  sqrt: (x) => tf.sqrt(tf.abs(x)),
  rsqrt: (x) => tf.rsqrt(tf.abs(x)),
  square: tf.square,
  neg: tf.neg,
  abs: tf.abs,
  relu: tf.relu,
  leakyRelu: (x) => tf.leakyRelu(x, 0.2),
  elu: tf.elu,
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  softplus: tf.softplus,
  clipByValue: (x) => tf.clipByValue(x, -0.5, 0.5),
  'log of sigmoid': tf.logSigmoid,
};

/** Functions of one tensor and their gradients, over a size that is no multiple of four. */
const unaryCases: readonly ConformanceCase[] = Object.entries(unary).map(([name, f]) => ({
  name: `${name} and its gradient`,
  run: differentiated(f, [3, 5, 7]),
}));

/** Arguments at and beyond the ends of a function's range. */
const EXTREMES = [
  -1e4, -104, -88, -30, -9, -1, -1e-4, -1e-20, 0, 1e-30, 1e-8, 0.3, 0.62, 0.63, 1, 9, 30, 88, 1e4,
];
const extremeFunctions: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  exp: tf.exp,
  log: tf.log,
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  softplus: tf.softplus,
};

const extremeCases: readonly ConformanceCase[] = Object.entries(extremeFunctions).map(([name, f]) => ({
  name: `${name} at extreme arguments`,
  rtol: 1e-6,
  atol: 1e-37,
  // NaN equals nothing: where(isNaN) makes it comparable.
  run: () =>
    tf.tidy(() => {
      const y = f(tf.tensor1d(EXTREMES));
      const isNaN = tf.cast(tf.isNaN(y), 'float32');
      return [isNaN, tf.where(tf.isNaN(y), tf.zerosLike(y), y)];
    }),
}));

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
const binary: Readonly<Record<string, Binary>> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
};
const binaryWithoutGradient: Readonly<Record<string, Binary>> = {
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
  greater: (a, b) => tf.cast(tf.greater(a, b), 'float32'),
  greaterEqual: (a, b) => tf.cast(tf.greaterEqual(a, b), 'float32'),
  less: (a, b) => tf.cast(tf.less(a, b), 'float32'),
  lessEqual: (a, b) => tf.cast(tf.lessEqual(a, b), 'float32'),
  equal: (a, b) => tf.cast(tf.equal(a, b), 'float32'),
  notEqual: (a, b) => tf.cast(tf.notEqual(a, b), 'float32'),
};

const broadcasts: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [3, 5],
    [3, 5],
  ],
  [[2, 3, 4, 5], [5]],
  [[], [2, 7]],
  [
    [4, 1],
    [4, 6],
  ],
  [
    [2, 3, 4],
    [2, 1, 4],
  ],
  [
    [2, 1, 3, 1],
    [1, 5, 1, 4],
  ],
  [
    [2, 1, 3, 1, 2],
    [1, 3, 1, 2, 1],
  ],
];

const binaryCases: readonly ConformanceCase[] = broadcasts.flatMap(([a, b]) => [
  ...Object.entries(binary).map(([name, f]) => ({
    name: `${name} [${a.join()}] [${b.join()}] and its gradients`,
    run: differentiated((x, y) => f(x, y), a, b),
  })),
  ...Object.entries(binaryWithoutGradient).map(([name, f]) => ({
    name: `${name} [${a.join()}] [${b.join()}]`,
    // Rounded, so that some elements are equal.
    run: () => tf.tidy(() => f(tf.round(tf.mul(data(a, 1), 3)), tf.round(tf.mul(data(b, 2), 3)))),
  })),
]);

const integers = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.tensor(
    Int32Array.from(values(shape, seed), (x) => Math.round(9 * x)),
    [...shape],
    'int32',
  );

/** Selection, integers, and sums of several tensors. */
const otherCases: readonly ConformanceCase[] = [
  {
    name: 'squaredDifference of equal shapes and its gradients',
    run: differentiated(tf.squaredDifference, [3, 7], [3, 7]),
  },
  {
    name: 'where of equal shapes and its gradients',
    run: differentiated((a, b) => tf.where(tf.greaterEqual(data([3, 7], 8), 0), a, b), [3, 7], [3, 7]),
  },
  {
    name: 'where with a broadcast condition',
    run: () => tf.tidy(() => tf.where(tf.greaterEqual(data([3, 1], 8), 0), data([3, 7], 1), data([3, 7], 2))),
  },
  {
    name: 'integer arithmetic',
    run: () =>
      tf.tidy(() => {
        const [a, b] = [integers([4, 5], 1), integers([5], 2)];
        return [
          tf.add(a, b),
          tf.mul(a, b),
          tf.sub(a, b),
          tf.maximum(a, b),
          tf.sum(a, 0),
          tf.cast(tf.less(a, b), 'int32'),
        ];
      }),
  },
  {
    name: 'addN and its gradients',
    run: differentiated((a, b, c) => tf.addN([a, b, c]), [3, 5], [3, 5], [3, 5]),
  },
];

/** Elementwise functions and their gradients. */
export const elementwiseCases: readonly ConformanceCase[] = [
  ...unaryCases,
  ...extremeCases,
  ...binaryCases,
  ...otherCases,
];
