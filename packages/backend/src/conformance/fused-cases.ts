import * as tf from '@tensorflow/tfjs-core';
import { data, type ConformanceCase } from './conformance-case.js';

/** The fused kernel where the engine has it, otherwise its definition in ordinary ops. */
function fused(
  kernel: string,
  inputs: tf.NamedTensorMap,
  attrs: tf.NamedAttrMap,
  definition: () => readonly tf.Tensor[],
): readonly tf.Tensor[] {
  const registered = tf.getKernel(kernel, tf.getBackend()) as unknown;
  if (registered == null) return definition();
  return [tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(kernel, inputs, attrs)].flat();
}

const activations = ['none', 'relu', 'leakyRelu'] as const;
const ALPHA = 0.2;

function activate(activation: (typeof activations)[number], x: tf.Tensor): tf.Tensor {
  if (activation === 'none') return x;
  return activation === 'relu' ? tf.relu(x) : tf.leakyRelu(x, ALPHA);
}

function normalized(
  x: tf.Tensor,
  epsilon: number,
  axes: number[],
): { mean: tf.Tensor; variance: tf.Tensor; y: tf.Tensor } {
  const { mean, variance } = tf.moments(x, axes);
  return { mean, variance, y: tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon))) };
}

const shapes: readonly (readonly number[])[] = [
  [6, 4, 4, 8],
  [5, 3, 3, 23],
  [64, 2, 2, 6],
  [33, 7],
  [40, 1],
  [9, 5, 5, 3],
  [3, 200],
  [70, 9, 9, 4],
  [64, 16, 16, 7], // large enough that an engine divides its rows
];

const batchNormCases: readonly ConformanceCase[] = shapes.flatMap((shape) =>
  activations.map((activation) => ({
    name: `CvgBatchNormTraining and its gradient on [${shape.join()}] with ${activation}`,
    kernel: 'CvgBatchNormTraining',
    atol: 1e-4,
    run: () =>
      tf.tidy(() => {
        const channels = shape.at(-1) ?? 1;
        const axes = shape.slice(0, -1).map((_, axis) => axis);
        const epsilon = 1e-3;
        const x = tf.add(data(shape, 1), 3);
        const [scale, offset, dy] = [data([channels], 2), data([channels], 3), data(shape, 4)];
        const attrs = { epsilon, activation, alpha: ALPHA };
        const forward = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor =>
          activate(activation, tf.add(tf.mul(normalized(x, epsilon, axes).y, scale), offset));
        const [y = x, mean = x, variance = x] = fused(
          'CvgBatchNormTraining',
          { x, scale, offset },
          attrs,
          () => {
            const statistics = normalized(x, epsilon, axes);
            return [forward(x, scale, offset), statistics.mean, statistics.variance];
          },
        );
        const gradients = fused(
          'CvgBatchNormTrainingGrad',
          { dy, x, y, mean, variance, scale, offset },
          attrs,
          () => tf.grads(forward)([x, scale, offset], dy),
        );
        return [y, mean, variance, ...gradients];
      }),
  })),
);

const biasCases: readonly ConformanceCase[] = shapes.flatMap((shape) =>
  activations.map((activation) => ({
    name: `CvgBiasActivation and its gradient on [${shape.join()}] with ${activation}`,
    kernel: 'CvgBiasActivation',
    run: () =>
      tf.tidy(() => {
        const [x, bias, dy] = [data(shape, 1), data([shape.at(-1) ?? 1], 2), data(shape, 3)];
        const attrs = { activation, alpha: ALPHA };
        const forward = (x: tf.Tensor, bias: tf.Tensor): tf.Tensor => activate(activation, tf.add(x, bias));
        const [y = x] = fused('CvgBiasActivation', { x, bias }, attrs, () => [forward(x, bias)]);
        return [
          y,
          ...fused('CvgBiasActivationGrad', { dy, y }, attrs, () => tf.grads(forward)([x, bias], dy)),
        ];
      }),
  })),
);

const parameterShapes: readonly (readonly number[])[] = [[1], [7], [3, 3, 4, 5], [123, 457]];

const optimizerCases: readonly ConformanceCase[] = parameterShapes.flatMap((shape) => [
  {
    name: `CvgMovingAverage on [${shape.join()}]`,
    kernel: 'CvgMovingAverage',
    run: () =>
      tf.tidy(() => {
        const [average, value] = [data(shape, 1), data(shape, 2)];
        return [
          ...fused('CvgMovingAverage', { average, value }, { keep: 0.9, add: 0.25 }, () => [
            tf.add(tf.mul(average, 0.9), tf.mul(value, 0.25)),
          ]),
        ];
      }),
  },
  {
    name: `CvgAdamStep on [${shape.join()}]`,
    kernel: 'CvgAdamStep',
    run: () =>
      tf.tidy(() => {
        const [parameter, gradient, m] = [data(shape, 1), data(shape, 2), data(shape, 3)];
        const v = tf.square(data(shape, 4));
        const [learningRate, beta1, beta2, epsilon] = [2e-4, 0.5, 0.999, 1e-8];
        const [correction1, correction2] = [1 - beta1 ** 3, 1 - beta2 ** 3];
        const attrs = { learningRate, beta1, beta2, epsilon, correction1, correction2 };
        return [
          ...fused('CvgAdamStep', { parameter, gradient, m, v }, attrs, () => {
            const newM = tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1));
            const newV = tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2));
            const step = tf.div(
              tf.div(newM, correction1),
              tf.add(tf.sqrt(tf.div(newV, correction2)), epsilon),
            );
            return [tf.sub(parameter, tf.mul(step, learningRate)), newM, newV];
          }),
        ];
      }),
  },
  {
    name: `CvgRmsPropStep on [${shape.join()}]`,
    kernel: 'CvgRmsPropStep',
    run: () =>
      tf.tidy(() => {
        const [parameter, gradient] = [data(shape, 1), data(shape, 2)];
        const meanSquare = tf.square(data(shape, 3));
        const [learningRate, decay, epsilon] = [5e-5, 0.9, 1e-8];
        const attrs = { learningRate, decay, epsilon };
        return [
          ...fused('CvgRmsPropStep', { parameter, gradient, meanSquare }, attrs, () => {
            const square = tf.add(tf.mul(meanSquare, decay), tf.mul(tf.square(gradient), 1 - decay));
            const step = tf.div(gradient, tf.add(tf.sqrt(square), epsilon));
            return [tf.sub(parameter, tf.mul(step, learningRate)), square];
          }),
        ];
      }),
  },
]);

/** The fused training kernels against their definitions. */
export const fusedCases: readonly ConformanceCase[] = [...batchNormCases, ...biasCases, ...optimizerCases];
