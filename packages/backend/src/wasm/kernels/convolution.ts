import type { TensorInfo } from '@tensorflow/tfjs-core';
import { MAX_CALLS } from '../threads/helper-source.js';
import type { Call } from '../threads/helper-threads.js';
import { ranges, type WasmEngine } from '../wasm-engine.js';
import type { ConvolutionGeometry } from './convolution-geometry.js';
import { convolutionGeometry } from './convolution-geometry.js';
import { fusedEpilogue } from './fused-epilogue.js';
import { input, type KernelCall, type WasmKernel } from './kernel.js';
import { Scratch } from './scratch.js';

/** Floats of the address table of a call of `correlate`. */
const TABLE = 512;
/** Multiply-adds that take as long as packing one float. */
const PACK_WORK = 8;

/** Floats of `rows` rows of `columns` columns packed into panels of eight. */
export function packedFloats(rows: number, columns: number): number {
  return rows * 4 * Math.ceil(columns / 4);
}

/** A stack of images, or a part of it, on one side of a correlation. */
interface Images {
  readonly address: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Bytes from a row, a column, an image to the next. */
  readonly rowBytes: number;
  readonly columnBytes: number;
  readonly imageBytes: number;
}

/** How outputs along one axis meet inputs: output `o` starts at input `step * o + origin` and has `taps` taps. */
interface Axis {
  readonly step: number;
  readonly origin: number;
  readonly taps: number;
}

function contiguousImages(address: number, height: number, width: number, channels: number): Images {
  const columnBytes = 4 * channels;
  const rowBytes = width * columnBytes;
  return { address, height, width, channels, rowBytes, columnBytes, imageBytes: height * rowBytes };
}

/** The calls of `correlate` that make up one correlation of `batch` images, divided among images or rows. */
function correlation(
  engine: WasmEngine,
  batch: number,
  input: Images,
  packed: number,
  output: Images,
  [rows, columns]: readonly [Axis, Axis],
  table: () => number,
): Call[] {
  const work =
    batch * output.height * output.width * output.channels * rows.taps * columns.taps * input.channels;
  const byImage = batch >= output.height;
  const parts = engine.parts(work, byImage ? Math.ceil(batch / 4) : output.height);
  const images = byImage ? ranges(batch, parts, 4) : [[0, batch] as const];
  const lines = byImage ? [[0, output.height] as const] : ranges(output.height, parts);
  return images.flatMap(([firstImage, endImage]) =>
    lines.map(([firstRow, endRow]): Call => [
      'correlate',
      [
        ...[input.address + firstImage * input.imageBytes, input.height, input.width, input.channels, packed],
        output.address + firstImage * output.imageBytes + firstRow * output.rowBytes,
        ...[output.channels, endImage - firstImage],
        ...[endRow - firstRow, rows.step, rows.origin + firstRow * rows.step, rows.taps, output.rowBytes],
        ...[output.width, columns.step, columns.origin, columns.taps, output.columnBytes],
        ...[output.imageBytes, table()],
      ],
    ]),
  );
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
  const floats = packedFloats(filterRows, g.outputChannels);
  const scratch = new Scratch(engine, MAX_CALLS * TABLE + floats);
  const packed = scratch.take(floats);
  const parts = engine.parts(PACK_WORK * filterRows * g.outputChannels, Math.ceil(g.outputChannels / 8));
  engine.run(
    ranges(g.outputChannels, parts, 8).map(([first, end]) => [
      'packPanels',
      [filter + 4 * first, filterRows, end - first, g.outputChannels, packed + 4 * filterRows * first],
    ]),
  );
  const rows = { step: g.rowStride, origin: -g.padTop, taps: g.filterHeight };
  const columns = { step: g.columnStride, origin: -g.padLeft, taps: g.filterWidth };
  const from = contiguousImages(x, g.inputHeight, g.inputWidth, g.inputChannels);
  const to = contiguousImages(output, g.outputHeight, g.outputWidth, g.outputChannels);
  engine.run(correlation(engine, g.batch, from, packed, to, [rows, columns], () => scratch.take(TABLE)));
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
  }).filter(({ count }) => count > 0);
}

/** `dx` of a convolution from `dy` and the filter, which is also the transposed convolution; all are addresses. */
export function convolveBackward(
  engine: WasmEngine,
  geometry: ConvolutionGeometry,
  dy: number,
  filter: number,
  dx: number,
): void {
  const g = geometry;
  const rowPhases = phases(g.inputHeight, g.filterHeight, g.rowStride, g.padTop);
  const columnPhases = phases(g.inputWidth, g.filterWidth, g.columnStride, g.padLeft);
  const pairs = rowPhases.flatMap((row) => columnPhases.map((column) => [row, column] as const));
  let floats = 0;
  const offsets = pairs.map(([row, column]) => {
    const offset = floats;
    floats += packedFloats(row.taps * column.taps * g.outputChannels, g.inputChannels);
    return offset;
  });
  const scratch = new Scratch(engine, pairs.length * MAX_CALLS * TABLE + floats);
  const packed = scratch.take(floats);
  engine.run(
    pairs.map(([row, column], pair) => [
      'packBackward',
      [
        ...[filter, g.filterHeight, g.filterWidth, g.inputChannels, g.outputChannels],
        ...[row.tap, g.rowStride, column.tap, g.columnStride, packed + 4 * (offsets[pair] ?? 0)],
      ],
    ]),
  );
  const from = contiguousImages(dy, g.outputHeight, g.outputWidth, g.outputChannels);
  const to = contiguousImages(dx, g.inputHeight, g.inputWidth, g.inputChannels);
  const calls = pairs.flatMap(([row, column], pair) => {
    const part: Images = {
      address: dx + row.first * to.rowBytes + column.first * to.columnBytes,
      height: row.count,
      width: column.count,
      channels: g.inputChannels,
      rowBytes: g.rowStride * to.rowBytes,
      columnBytes: g.columnStride * to.columnBytes,
      imageBytes: to.imageBytes,
    };
    const axes = [
      { step: 1, origin: row.origin, taps: row.taps },
      { step: 1, origin: column.origin, taps: column.taps },
    ] as const;
    const start = packed + 4 * (offsets[pair] ?? 0);
    return correlation(engine, g.batch, from, start, part, axes, () => scratch.take(TABLE));
  });
  engine.run(calls);
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
  const images = (floats: number): (readonly [number, number])[] =>
    ranges(g.batch, engine.parts(PACK_WORK * floats, Math.ceil(g.batch / 4)), 4);
  const packs = [
    ...images(xFloats).map(([first, end]): Call =>
      windows
        ? [
            'packWindows',
            [
              ...[x, g.batch, g.inputHeight, g.inputWidth, g.inputChannels],
              ...[g.columnStride, g.padLeft, g.filterWidth, g.outputWidth, xPacked, first, end],
            ],
          ]
        : [
            'packPixels',
            [
              ...[x, g.batch, g.inputHeight, g.inputWidth, g.inputChannels],
              ...[g.columnStride, 4, xPacked, first, end],
            ],
          ],
    ),
    ...images(dyFloats).map(([first, end]): Call => [
      'packPixels',
      [...[dy, g.batch, g.outputHeight, g.outputWidth, g.outputChannels, 1, 8, dyPacked, first, end]],
    ]),
  ];
  engine.run(packs);
  // Divided by channels of dy first, whose panels then stay with one thread, and by filter rows.
  const work = dyFloats * channels * g.filterHeight * (windows ? 1 : g.filterWidth);
  const panels = Math.ceil(g.outputChannels / 8);
  const parts = engine.parts(work, panels * g.filterHeight);
  const channelParts = Math.min(parts, panels);
  const tapParts = Math.min(g.filterHeight, Math.ceil(parts / channelParts));
  engine.run(
    ranges(g.outputChannels, channelParts, 8).flatMap(([firstChannel, endChannel]) =>
      ranges(g.filterHeight, tapParts).map(([firstTap, endTap]): Call => [
        'filterGradient',
        [
          ...[xPacked, dyPacked, dw, g.batch, g.inputHeight, columns, channels],
          ...[g.outputHeight, g.outputWidth, g.outputChannels, windows ? 1 : g.filterWidth],
          ...[g.rowStride, windows ? 1 : g.columnStride, g.padTop, windows ? 0 : g.padLeft],
          ...[firstTap, endTap, firstChannel, endChannel],
        ],
      ]),
    ),
  );
}

/** The convolution of the inputs `x` and `filter`; undefined for dilated taps, which are left to the stock kernel. */
function convolution(kernel: string, call: KernelCall): TensorInfo | undefined {
  const x = input(call, kernel, 'x');
  const filter = input(call, kernel, 'filter');
  const geometry = convolutionGeometry(kernel, x.shape, filter.shape, call.attrs);
  if (geometry.rowDilation > 1 || geometry.columnDilation > 1) return undefined;
  const { engine } = call;
  const { batch, outputHeight, outputWidth, outputChannels } = geometry;
  const output = engine.output([batch, outputHeight, outputWidth, outputChannels]);
  convolve(engine, geometry, engine.address(x), engine.address(filter), engine.address(output));
  return output;
}

/** `tf.conv2d`. */
export const conv2D: WasmKernel = {
  name: 'Conv2D',
  run: (call) => convolution('Conv2D', call) ?? call.stock(),
};

/** `tf.fused.conv2d`, the convolution of tfjs-layers: convolution, bias and activation. */
export const fusedConv2D: WasmKernel = {
  name: 'FusedConv2D',
  run(call) {
    const finish = fusedEpilogue(call);
    const output = finish && convolution('FusedConv2D', call);
    if (finish === undefined || output === undefined) return call.stock();
    finish(output);
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
