import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { activationOf, numberAttribute } from './activation.js';
import { input, type KernelCall, type WasmKernel } from './kernel.js';
import { normalizationFloats } from './reductions.js';

/** Rows and channels of a `[..., channels]` tensor. */
function rowsAndChannels(x: TensorInfo): { readonly rows: number; readonly channels: number } {
  const channels = x.shape.at(-1) ?? 1;
  return { channels, rows: channels === 0 ? 0 : util.sizeFromShape(x.shape) / channels };
}

/** Inputs by name, which must be float32 and, where a size is given, hold that many elements. */
function inputsOf<N extends string>(
  kernel: string,
  call: KernelCall,
  names: readonly N[],
  sizeOf: (name: N) => number | undefined,
): Readonly<Record<N, TensorInfo>> {
  const entries = names.map((name) => {
    const tensor = input(call, kernel, name);
    if (tensor.dtype !== 'float32') {
      throw new TypeError(`${kernel}: ${name} must be float32, got ${tensor.dtype}.`);
    }
    const size = sizeOf(name);
    if (size !== undefined && util.sizeFromShape(tensor.shape) !== size) {
      throw new RangeError(
        `${kernel}: ${name}: expected ${size} elements, got shape [${tensor.shape.join()}].`,
      );
    }
    return [name, tensor] as const;
  });
  return Object.fromEntries(entries) as Record<N, TensorInfo>;
}

/**
 * `y = activation((x - mean) / sqrt(variance + epsilon) * scale + offset)` with the mean and the biased variance of
 * all rows of `x [..., C]`; returns `[y, mean, variance]`.
 */
export const batchNormTraining: WasmKernel = {
  name: 'CvgBatchNormTraining',
  run(call) {
    const { engine, attrs } = call;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'x'));
    const { x, scale, offset } = inputsOf(this.name, call, ['x', 'scale', 'offset'], (name) =>
      name === 'x' ? undefined : channels,
    );
    const { code, alpha } = activationOf(this.name, attrs);
    const epsilon = numberAttribute(this.name, attrs, 'epsilon');
    const outputs = [engine.output(x.shape), engine.output([channels]), engine.output([channels])];
    const [y = 0, mean = 0, variance = 0] = outputs.map((output) => engine.address(output));
    engine.kernels.batchNormTraining(
      ...[engine.address(x), rows, channels, engine.address(scale), engine.address(offset)],
      ...[epsilon, code, alpha, y, mean, variance, engine.scratch(normalizationFloats(channels))],
    );
    return outputs;
  },
};

/** Gradient of {@link batchNormTraining} with respect to x, scale and offset; returns `[dx, dscale, doffset]`. */
export const batchNormTrainingGrad: WasmKernel = {
  name: 'CvgBatchNormTrainingGrad',
  run(call) {
    const { engine, attrs } = call;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'x'));
    const { dy, x, y, mean, variance, scale } = inputsOf(
      this.name,
      call,
      ['dy', 'x', 'y', 'mean', 'variance', 'scale'],
      (name) => (name === 'dy' || name === 'x' || name === 'y' ? rows * channels : channels),
    );
    const { code, alpha } = activationOf(this.name, attrs);
    const epsilon = numberAttribute(this.name, attrs, 'epsilon');
    const outputs = [engine.output(x.shape), engine.output([channels]), engine.output([channels])];
    const [dx = 0, dscale = 0, doffset = 0] = outputs.map((output) => engine.address(output));
    engine.kernels.batchNormTrainingGradient(
      ...[engine.address(dy), engine.address(x), engine.address(y), rows, channels],
      ...[engine.address(mean), engine.address(variance), engine.address(scale)],
      ...[epsilon, code, alpha, dx, dscale, doffset, engine.scratch(normalizationFloats(channels))],
    );
    return outputs;
  },
};

/** `y = activation(x + bias)` for `x [..., C]`. */
export const biasActivation: WasmKernel = {
  name: 'CvgBiasActivation',
  run(call) {
    const { engine } = call;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'x'));
    const { x, bias } = inputsOf(this.name, call, ['x', 'bias'], (name) =>
      name === 'bias' ? channels : undefined,
    );
    const { code, alpha } = activationOf(this.name, call.attrs);
    const y = engine.output(x.shape);
    engine.kernels.biasActivation(
      ...[engine.address(x), rows, channels, engine.address(bias), code, alpha, engine.address(y)],
      engine.scratch(normalizationFloats(channels)),
    );
    return [y];
  },
};

/** Gradient of {@link biasActivation}; returns `[dx, dbias]`. */
export const biasActivationGrad: WasmKernel = {
  name: 'CvgBiasActivationGrad',
  run(call) {
    const { engine } = call;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'dy'));
    const { dy, y } = inputsOf(this.name, call, ['dy', 'y'], () => rows * channels);
    const { code, alpha } = activationOf(this.name, call.attrs);
    let dx: TensorInfo;
    if (code === 0) {
      dx = engine.reshaped(dy, dy.shape);
    } else {
      dx = engine.output(dy.shape);
      engine.kernels.activationGradient(
        ...[engine.address(dy), engine.address(y), rows * channels, code, alpha, engine.address(dx)],
      );
    }
    const dbias = engine.output([channels]);
    engine.kernels.sumRows(
      ...[engine.address(dx), rows, channels, engine.address(dbias), 1],
      engine.scratch(normalizationFloats(channels)),
    );
    return [dx, dbias];
  },
};

/** `tf.batchNorm` with statistics of one value a channel. */
export const fusedBatchNorm: WasmKernel = {
  name: 'FusedBatchNorm',
  run(call) {
    const { engine, attrs } = call;
    const x = input(call, this.name, 'x');
    const { rows, channels } = rowsAndChannels(x);
    const { mean, variance, scale, offset } = call.inputs as Readonly<Record<string, TensorInfo | undefined>>;
    const perChannel = (tensor: TensorInfo | undefined): boolean =>
      tensor === undefined || (tensor.dtype === 'float32' && util.arraysEqual(tensor.shape, [channels]));
    if (mean === undefined || variance === undefined || x.dtype !== 'float32') return call.stock();
    if (![mean, variance, scale, offset].every(perChannel)) return call.stock();
    const y = engine.output(x.shape);
    const addressOf = (tensor: TensorInfo | undefined): number =>
      tensor === undefined ? 0 : engine.address(tensor);
    engine.kernels.normalize(
      ...[engine.address(x), rows, channels, addressOf(mean), addressOf(variance)],
      ...[addressOf(scale), addressOf(offset), numberAttribute(this.name, attrs, 'varianceEpsilon'), 0, 0],
      ...[engine.address(y), engine.scratch(normalizationFloats(channels))],
    );
    return y;
  },
};
