import { MAX_CALLS } from '../threads/helper-source.js';
import type { WasmEngine } from '../wasm-engine.js';
import type { ConvolutionGeometry } from './convolution-geometry.js';
import { contiguousImages, correlation, packedFloats, TABLE, type Images } from './correlation.js';
import { Scratch } from './scratch.js';

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
