import type { Call } from '../threads/helper-threads.js';
import { ranges, type WasmEngine } from '../wasm-engine.js';

/** Floats of the address table of a call of `correlate`. */
export const TABLE = 512;
/** Multiply-adds that take as long as packing one float. */
export const PACK_WORK = 8;

/** Floats of `rows` rows of `columns` columns packed into panels of eight. */
export function packedFloats(rows: number, columns: number): number {
  return rows * 4 * Math.ceil(columns / 4);
}

/** A stack of images, or a part of it, on one side of a correlation. */
export interface Images {
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
export interface Axis {
  readonly step: number;
  readonly origin: number;
  readonly taps: number;
}

/** Images that follow one another without gaps. */
export function contiguousImages(address: number, height: number, width: number, channels: number): Images {
  const columnBytes = 4 * channels;
  const rowBytes = width * columnBytes;
  return { address, height, width, channels, rowBytes, columnBytes, imageBytes: height * rowBytes };
}

/** The calls of `correlate` that make up one correlation of `batch` images, divided among images or rows. */
export function correlation(
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
