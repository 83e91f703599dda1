import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmEngine } from '../wasm-engine.js';
import { activationOf, numberAttribute, type Activation } from './activation.js';
import { inputsOf, rowsAndChannels } from './channel-inputs.js';
import { input, type WasmKernel } from './kernel.js';
import { RowSlices } from './row-slices.js';

/** `y = activation((x - mean) / sqrt(variance + epsilon) * scale + offset)`; statistics and tensors are addresses. */
function normalize(
  slices: RowSlices,
  engine: WasmEngine,
  line: readonly [mean: number, variance: number, scale: number, offset: number, epsilon: number],
  { code, alpha }: Activation,
  x: number,
  y: number,
): void {
  const [slopes, shifts] = [slices.takePeriod(), slices.takePeriod()];
  engine.kernels.normalizationLine(slices.channels, ...line, slopes, shifts);
  slices.run((first, size) => [
    'affineRows',
    [x + 4 * first, size, slices.period, slopes, shifts, code, alpha, y + 4 * first],
  ]);
}

/**
 * `y = activation((x - mean) / sqrt(variance + epsilon) * scale + offset)` with the mean and the biased variance of
 * all rows of `x [..., C]`; returns `[y, mean, variance]`.
 */
export const batchNormTraining: WasmKernel = {
  name: 'CvgBatchNormTraining',
  run(call) {
    const { engine, attrs } = call;
    const { kernels } = engine;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'x'));
    const { x, scale, offset } = inputsOf(this.name, call, ['x', 'scale', 'offset'], (name) =>
      name === 'x' ? undefined : channels,
    );
    const activation = activationOf(this.name, attrs);
    const epsilon = numberAttribute(this.name, attrs, 'epsilon');
    const outputs = [engine.output(x.shape), engine.output([channels]), engine.output([channels])];
    const [y = 0, mean = 0, variance = 0] = outputs.map((output) => engine.address(output));
    const from = engine.address(x);
    const slices = new RowSlices(engine, rows, channels, 3);
    const [count, totals, centers] = [slices.slices.length, slices.takeTotals(), slices.takePeriod()];
    const sums = slices.slices.map(() => slices.takePeriod());
    slices.run((first, size, slice) => [
      'columnTotals',
      [...[from + 4 * first, size / channels, channels, sums[slice] ?? 0, totals + 8 * channels * slice]],
    ]);
    kernels.finishTotals(totals, count, channels, 1 / rows, mean);
    kernels.spread(mean, channels, slices.period, centers);
    slices.run((first, size, slice) => [
      'squareTotals',
      [
        ...[from + 4 * first, size / channels, channels, centers],
        ...[sums[slice] ?? 0, totals + 8 * channels * slice],
      ],
    ]);
    kernels.finishTotals(totals, count, channels, 1 / rows, variance);
    const line = [mean, variance, engine.address(scale), engine.address(offset), epsilon] as const;
    normalize(slices, engine, line, activation, from, y);
    return outputs;
  },
};

/** Gradient of {@link batchNormTraining} with respect to x, scale and offset; returns `[dx, dscale, doffset]`. */
export const batchNormTrainingGrad: WasmKernel = {
  name: 'CvgBatchNormTrainingGrad',
  run(call) {
    const { engine, attrs } = call;
    const { kernels } = engine;
    const { rows, channels } = rowsAndChannels(input(call, this.name, 'x'));
    const tensors = inputsOf(this.name, call, ['dy', 'x', 'y', 'mean', 'variance', 'scale'], (name) =>
      name === 'dy' || name === 'x' || name === 'y' ? rows * channels : channels,
    );
    const { code, alpha } = activationOf(this.name, attrs);
    const epsilon = numberAttribute(this.name, attrs, 'epsilon');
    const outputs = [engine.output(tensors.x.shape), engine.output([channels]), engine.output([channels])];
    const [dx = 0, dscale = 0, doffset = 0] = outputs.map((output) => engine.address(output));
    const [dy, x, y] = [tensors.dy, tensors.x, tensors.y].map((tensor) => engine.address(tensor)) as [
      number,
      number,
      number,
    ];
    const [mean, variance] = [engine.address(tensors.mean), engine.address(tensors.variance)];
    const slices = new RowSlices(engine, rows, channels, 3);
    const totals = slices.takeTotals();
    const [slopes, factors, shifts] = [slices.takePeriod(), slices.takePeriod(), slices.takePeriod()];
    const sums = slices.slices.map(() => [slices.takePeriod(), slices.takePeriod()]);
    kernels.spread(mean, channels, slices.period, slopes);
    slices.run((first, size, slice) => [
      'gradientTotals',
      [
        ...[
          dy + 4 * first,
          x + 4 * first,
          y + 4 * first,
          size,
          channels,
          slopes,
          code,
          alpha,
          dx + 4 * first,
        ],
        ...[...(sums[slice] ?? []), totals + 16 * channels * slice],
      ],
    ]);
    kernels.gradientLine(
      ...[rows, channels, totals, slices.slices.length, mean, variance, engine.address(tensors.scale)],
      ...[epsilon, dscale, doffset, slopes, factors, shifts],
    );
    slices.run((first, size) => [
      'combineRows',
      [x + 4 * first, size, slices.period, slopes, factors, shifts, dx + 4 * first],
    ]);
    return outputs;
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
    const epsilon = numberAttribute(this.name, attrs, 'varianceEpsilon');
    normalize(
      new RowSlices(engine, rows, channels, 2),
      engine,
      [addressOf(mean), addressOf(variance), addressOf(scale), addressOf(offset), epsilon],
      { code: 0, alpha: 0 },
      engine.address(x),
      engine.address(y),
    );
    return y;
  },
};
