import type { WasmEngine } from '../wasm-engine.js';
import type { ConvolutionGeometry } from './convolution-geometry.js';
import { convolutionGeometry } from './convolution-geometry.js';
import { input, type WasmKernel } from './kernel.js';

/** Floats of the address table of `correlate`. */
const TABLE = 512;

/** Floats of `rows` rows of `columns` columns packed into panels of eight. */
export function packedFloats(rows: number, columns: number): number {
  return rows * 4 * Math.ceil(columns / 4);
}

/** `output = convolution(x, filter)`; all arguments are addresses. */
export function convolve(
  engine: WasmEngine,
  geometry: ConvolutionGeometry,
  x: number,
  filter: number,
  output: number,
): void {
  const g = geometry;
  const filterRows = g.filterHeight * g.filterWidth * g.inputChannels;
  const table = engine.scratch(TABLE + packedFloats(filterRows, g.outputChannels));
  const packed = table + 4 * TABLE;
  engine.kernels.packPanels(filter, filterRows, g.outputChannels, packed);
  const pixel = 4 * g.outputChannels;
  engine.kernels.correlate(
    ...[x, g.inputHeight, g.inputWidth, g.inputChannels, packed, output, g.outputChannels, g.batch],
    ...[g.outputHeight, g.rowStride, -g.padTop, g.filterHeight, g.outputWidth * pixel],
    ...[g.outputWidth, g.columnStride, -g.padLeft, g.filterWidth, pixel],
    ...[g.outputHeight * g.outputWidth * pixel, table],
  );
}

/** The outputs of a transposed convolution that meet the same taps: every `stride`-th one, along one axis. */
interface Phase {
  /** First input-gradient index of this phase. */
  readonly first: number;
  /** How many there are. */
  readonly count: number;
  /** First tap; the others follow at distance `stride`. */
  readonly tap: number;
  readonly taps: number;
  /** Index into dy that the first (flipped) tap of the first output meets. */
  readonly origin: number;
}

/** Phases of one axis: `index + pad = stride * q + tap`, so `dx[index] = sum_t dy[q - t] * w[tap + stride * t]`. */
function phases(size: number, taps: number, stride: number, pad: number): Phase[] {
  return Array.from({ length: stride }, (_, tap) => {
    const first = (((tap - pad) % stride) + stride) % stride;
    const count = Math.max(0, Math.ceil((size - first) / stride));
    const numTaps = Math.max(0, Math.ceil((taps - tap) / stride));
    return { first, count, tap, taps: numTaps, origin: (first + pad - tap) / stride - (numTaps - 1) };
  });
}

/** `dx` of a convolution from `dy` and the filter, which is also the transposed convolution; arguments are addresses. */
export function convolveBackward(
  engine: WasmEngine,
  geometry: ConvolutionGeometry,
  dy: number,
  filter: number,
  dx: number,
): void {
  const g = geometry;
  const filterRows = g.filterHeight * g.filterWidth * g.outputChannels;
  const table = engine.scratch(TABLE + packedFloats(filterRows, g.inputChannels));
  const packed = table + 4 * TABLE;
  const pixel = 4 * g.inputChannels;
  for (const row of phases(g.inputHeight, g.filterHeight, g.rowStride, g.padTop)) {
    for (const column of phases(g.inputWidth, g.filterWidth, g.columnStride, g.padLeft)) {
      if (row.count === 0 || column.count === 0) continue;
      engine.kernels.packBackward(
        ...[filter, g.filterHeight, g.filterWidth, g.inputChannels, g.outputChannels],
        ...[row.tap, g.rowStride, column.tap, g.columnStride, packed],
      );
      engine.kernels.correlate(
        ...[dy, g.outputHeight, g.outputWidth, g.outputChannels, packed],
        ...[dx + (row.first * g.inputWidth + column.first) * pixel, g.inputChannels, g.batch],
        ...[row.count, 1, row.origin, row.taps, g.rowStride * g.inputWidth * pixel],
        ...[column.count, 1, column.origin, column.taps, g.columnStride * pixel],
        ...[g.inputHeight * g.inputWidth * pixel, table],
      );
    }
  }
}

/** The filter's gradient of a convolution; arguments are addresses. */
export function convolveBackwardFilter(
  engine: WasmEngine,
  geometry: ConvolutionGeometry,
  x: number,
  dy: number,
  dw: number,
): void {
  const g = geometry;
  // With few channels the columns of a window count as channels: four lanes would be mostly empty otherwise.
  const windows = g.inputChannels < 4 && g.filterWidth > 1;
  const channels = windows ? g.filterWidth * g.inputChannels : g.inputChannels;
  const columns = windows ? g.outputWidth : g.inputWidth;
  const xFloats = 4 * Math.ceil(channels / 4) * g.batch * g.inputHeight * columns;
  const dyFloats = 8 * Math.ceil(g.outputChannels / 8) * g.batch * g.outputHeight * g.outputWidth;
  const xPacked = engine.scratch(xFloats + dyFloats);
  const dyPacked = xPacked + 4 * xFloats;
  if (windows) {
    engine.kernels.packWindows(
      ...[x, g.batch, g.inputHeight, g.inputWidth, g.inputChannels],
      ...[g.columnStride, g.padLeft, g.filterWidth, g.outputWidth, xPacked],
    );
  } else {
    engine.kernels.packPixels(
      ...[x, g.batch, g.inputHeight, g.inputWidth, g.inputChannels, g.columnStride, 4, xPacked],
    );
  }
  engine.kernels.packPixels(
    ...[dy, g.batch, g.outputHeight, g.outputWidth, g.outputChannels, 1, 8, dyPacked],
  );
  engine.kernels.filterGradient(
    ...[xPacked, dyPacked, dw, g.batch, g.inputHeight, columns, channels],
    ...[g.outputHeight, g.outputWidth, g.outputChannels, g.filterHeight, windows ? 1 : g.filterWidth],
    ...[g.rowStride, windows ? 1 : g.columnStride, g.padTop, windows ? 0 : g.padLeft],
  );
}

/** `tf.conv2d`. Dilated taps go to the stock kernel. */
export const conv2D: WasmKernel = {
  name: 'Conv2D',
  run(call) {
    const x = input(call, 'Conv2D', 'x');
    const filter = input(call, 'Conv2D', 'filter');
    const geometry = convolutionGeometry('Conv2D', x.shape, filter.shape, call.attrs);
    if (geometry.rowDilation > 1 || geometry.columnDilation > 1) return call.stock();
    const { engine } = call;
    const output = engine.output([
      geometry.batch,
      geometry.outputHeight,
      geometry.outputWidth,
      geometry.outputChannels,
    ]);
    convolve(engine, geometry, engine.address(x), engine.address(filter), engine.address(output));
    return output;
  },
};

/** Gradient of `tf.conv2d` with respect to its images, and `tf.conv2dTranspose`. */
export const conv2DBackpropInput: WasmKernel = {
  name: 'Conv2DBackpropInput',
  run(call) {
    const dy = input(call, 'Conv2DBackpropInput', 'dy');
    const filter = input(call, 'Conv2DBackpropInput', 'filter');
    const shape = call.attrs.inputShape as number[];
    const geometry = convolutionGeometry('Conv2DBackpropInput', shape, filter.shape, {
      ...call.attrs,
      dilations: 1,
    });
    const { engine } = call;
    const dx = engine.output(shape);
    convolveBackward(engine, geometry, engine.address(dy), engine.address(filter), engine.address(dx));
    return dx;
  },
};

/** Gradient of `tf.conv2d` with respect to its filter. */
export const conv2DBackpropFilter: WasmKernel = {
  name: 'Conv2DBackpropFilter',
  run(call) {
    const x = input(call, 'Conv2DBackpropFilter', 'x');
    const dy = input(call, 'Conv2DBackpropFilter', 'dy');
    const shape = call.attrs.filterShape as number[];
    const geometry = convolutionGeometry('Conv2DBackpropFilter', x.shape, shape, {
      ...call.attrs,
      dilations: 1,
    });
    const { engine } = call;
    const dw = engine.output(shape);
    convolveBackwardFilter(engine, geometry, engine.address(x), engine.address(dy), engine.address(dw));
    return dw;
  },
};
