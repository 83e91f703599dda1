import type { Call } from '../threads/helper-threads.js';
import { ranges, type WasmEngine } from '../wasm-engine.js';
import type { Scratch } from './scratch.js';

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

/** A correlation whose weights are packed already, ready to run. */
export interface Correlation {
  /** Floats of working memory it takes. */
  readonly floats: number;
  /** The calls that prepare the weights, and those that come after them. */
  calls(
    packed: number,
    scratch: Scratch,
  ): { readonly weights: readonly Call[]; readonly products: readonly Call[] };
}

/** Divides `batch` images, or the rows of a few, into parts: the images and the output rows of each. */
export function divide(
  batch: number,
  output: Images,
  parts: (most: number) => number,
  unit: number,
): { readonly images: readonly [number, number]; readonly rows: readonly [number, number] }[] {
  return batch >= output.height
    ? ranges(batch, parts(Math.ceil(batch / 4)), 4).map((images) => ({ images, rows: [0, output.height] }))
    : ranges(output.height, parts(Math.ceil(output.height / unit)), unit).map((rows) => ({
        images: [0, batch],
        rows,
      }));
}

/** The correlation of `batch` images tap by tap. */
export function directCorrelation(
  engine: WasmEngine,
  batch: number,
  input: Images,
  output: Images,
  [rows, columns]: readonly [Axis, Axis],
): Correlation {
  const work =
    batch * output.height * output.width * output.channels * rows.taps * columns.taps * input.channels;
  const parts = divide(batch, output, (most) => engine.parts(work, most), 1);
  return {
    floats: TABLE * parts.length,
    calls: (packed, scratch) => ({
      weights: [],
      products: parts.map(({ images: [firstImage, endImage], rows: [firstRow, endRow] }) => [
        'correlate',
        [
          ...[
            input.address + firstImage * input.imageBytes,
            input.height,
            input.width,
            input.channels,
            packed,
          ],
          output.address + firstImage * output.imageBytes + firstRow * output.rowBytes,
          ...[output.channels, endImage - firstImage],
          ...[endRow - firstRow, rows.step, rows.origin + firstRow * rows.step, rows.taps, output.rowBytes],
          ...[output.width, columns.step, columns.origin, columns.taps, output.columnBytes],
          ...[output.imageBytes, scratch.take(TABLE)],
        ],
      ]),
    }),
  };
}
