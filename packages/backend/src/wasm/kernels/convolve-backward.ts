import type { Call } from '../threads/helper-threads.js';
import { ranges, type WasmEngine } from '../wasm-engine.js';
import type { ConvolutionGeometry } from './convolution-geometry.js';
import { contiguousImages, PACK_WORK, packedFloats, type Images } from './correlation.js';
import { planCorrelation } from './plan-correlation.js';
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
  const from = contiguousImages(dy, g.outputHeight, g.outputWidth, g.outputChannels);
  const to = contiguousImages(dx, g.inputHeight, g.inputWidth, g.inputChannels);
  const parts = rowPhases.flatMap((row) =>
    columnPhases.map((column) => {
      const part: Images = {
        address: dx + row.first * to.rowBytes + column.first * to.columnBytes,
        height: row.count,
        width: column.count,
        channels: g.inputChannels,
        rowBytes: g.rowStride * to.rowBytes,
        columnBytes: g.columnStride * to.columnBytes,
        imageBytes: to.imageBytes,
      };
      const correlation = planCorrelation(engine, g.batch, from, part, [
        { step: 1, origin: row.origin, taps: row.taps },
        { step: 1, origin: column.origin, taps: column.taps },
      ]);
      const floats = packedFloats(row.taps * column.taps * g.outputChannels, g.inputChannels);
      return { row, column, correlation, floats };
    }),
  );
  const scratch = new Scratch(
    engine,
    parts.reduce((sum, { floats, correlation }) => sum + floats + correlation.floats, 0),
  );
  const packed = parts.map(({ floats }) => scratch.take(floats));
  const columns = ranges(
    g.inputChannels,
    engine.parts(
      PACK_WORK * g.filterHeight * g.filterWidth * g.inputChannels * g.outputChannels,
      Math.ceil(g.inputChannels / 8),
    ),
    8,
  );
  engine.run(
    parts.flatMap(({ row, column }, index) =>
      columns.map(([first, end]): Call => [
        'packBackward',
        [
          ...[filter, g.filterHeight, g.filterWidth, g.inputChannels, g.outputChannels],
          ...[row.tap, g.rowStride, column.tap, g.columnStride, packed[index] ?? 0, first, end],
        ],
      ]),
    ),
  );
  const calls = parts.map(({ correlation }, index) => correlation.calls(packed[index] ?? 0, scratch));
  engine.run(calls.flatMap(({ weights }) => weights));
  engine.run(calls.flatMap(({ products }) => products));
}
