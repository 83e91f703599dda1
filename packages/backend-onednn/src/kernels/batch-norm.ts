import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { numberAttribute, slopeOf } from './attributes.js';
import { areFloat, input, inputsOf, rowsAndChannels, type NativeKernelConfig } from './kernel.js';

/**
 * `y = activation((x - mean) / sqrt(variance + epsilon) * scale + offset)` with the mean and the biased variance of
 * all rows of `x [..., C]`; returns `[y, mean, variance]`.
 */
export const batchNormTraining: NativeKernelConfig = {
  name: 'CvgBatchNormTraining',
  run(call) {
    const { addon, backend, attrs } = call;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'x'));
    const { x, scale, offset } = inputsOf(this.name, call, ['x', 'scale', 'offset'], (name) =>
      name === 'x' ? undefined : channels,
    );
    const [epsilon, slope] = [numberAttribute(this.name, attrs, 'epsilon'), slopeOf(this.name, attrs)];
    const from = [x, scale, offset].map((tensor) => backend.address(tensor));
    const outputs = [backend.output(x.shape), backend.output([channels]), backend.output([channels])];
    const to = outputs.map((tensor) => backend.address(tensor));
    addon.batchNormTraining(...from, ...to, rows, channels, epsilon, slope);
    return outputs;
  },
};

/** Gradient of {@link batchNormTraining} with respect to x, scale and offset; returns `[dx, dscale, doffset]`. */
export const batchNormTrainingGrad: NativeKernelConfig = {
  name: 'CvgBatchNormTrainingGrad',
  run(call) {
    const { addon, backend, attrs } = call;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'x'));
    const names = ['dy', 'x', 'y', 'mean', 'variance', 'scale'] as const;
    const tensors = inputsOf(this.name, call, names, (name) =>
      name === 'dy' || name === 'x' || name === 'y' ? rows * channels : channels,
    );
    const [epsilon, slope] = [numberAttribute(this.name, attrs, 'epsilon'), slopeOf(this.name, attrs)];
    const from = names.map((name) => backend.address(tensors[name]));
    const outputs = [backend.output(tensors.x.shape), backend.output([channels]), backend.output([channels])];
    const to = outputs.map((tensor) => backend.address(tensor));
    addon.batchNormTrainingGradient(...from, ...to, rows, channels, epsilon, slope);
    return outputs;
  },
};

/** `tf.batchNorm` with statistics of one value a channel. */
export const fusedBatchNorm: NativeKernelConfig = {
  name: 'FusedBatchNorm',
  run(call) {
    const { addon, backend, attrs } = call;
    const x = input(call, this.name, 'x');
    const { rows, channels } = rowsAndChannels(x);
    const { mean, variance, scale, offset } = call.inputs as Readonly<Record<string, TensorInfo | undefined>>;
    const perChannel = (tensor: TensorInfo | undefined): boolean =>
      tensor === undefined || (areFloat(tensor) && util.arraysEqual(tensor.shape, [channels]));
    if (mean === undefined || variance === undefined || !areFloat(x)) return call.stock();
    if (![mean, variance, scale, offset].every(perChannel)) return call.stock();
    const from = [x, mean, variance, scale, offset].map((tensor) =>
      tensor === undefined ? 0 : backend.address(tensor),
    );
    const y = backend.output(x.shape);
    const epsilon = numberAttribute(this.name, attrs, 'varianceEpsilon');
    addon.batchNorm(...from, backend.address(y), rows, channels, epsilon);
    return y;
  },
};
