import { ranges, type WasmEngine } from '../wasm-engine.js';
import { divide, packedFloats, type Axis, type Correlation, type Images } from './correlation.js';

/** Points of a tile of 6 x 6. */
const POINTS = 36;
/** Floats between one point's values and the next's; the same as `GAP` of assembly/winograd.ts. */
const GAP = 16;
/** Floats of the tables of `correlateTiles` and `transformWeights`. */
const TABLES = 4 * 44 + 512;
/** Multiply-adds that take as long as one channel of a tile takes to the points or back from them; measured. */
const TRANSFORM_WORK = 500;
/** The same for one weight. */
const WEIGHT_WORK = 100;

/** Of `outputs` along an axis, how often a tap meets one of `inputs`. */
function meetings(axis: Axis, inputs: number, outputs: number): number {
  let count = 0;
  for (let output = 0; output < outputs; output++) {
    const start = output + axis.origin;
    count += Math.max(0, Math.min(axis.taps, inputs - start) - Math.max(0, -start));
  }
  return count;
}

/**
 * The correlation of `batch` images by tiles of 6 x 6 inputs, which takes fewer multiplications and rounds some five times
 * as much (3e-6 of the outputs' size); undefined where it is impossible or no faster.
 */
export function tileCorrelation(
  engine: WasmEngine,
  batch: number,
  input: Images,
  output: Images,
  [rows, columns]: readonly [Axis, Axis],
): Correlation | undefined {
  const possible = [rows, columns].every(({ step, taps }) => step === 1 && taps >= 2 && taps <= 5);
  const lastPanel = output.channels % 8; // 1 to 3 columns are packed otherwise
  if (!possible || (lastPanel > 0 && lastPanel < 4)) return undefined;
  const [tileRows, tileColumns] = [7 - rows.taps, 7 - columns.taps];
  const tiles = batch * Math.ceil(output.height / tileRows) * Math.ceil(output.width / tileColumns);
  const weights = input.channels * output.channels;
  const work =
    tiles * (POINTS * weights + TRANSFORM_WORK * (input.channels + output.channels)) + WEIGHT_WORK * weights;
  const directWork =
    batch *
    meetings(rows, input.height, output.height) *
    meetings(columns, input.width, output.width) *
    weights;
  if (work > directWork) return undefined;
  const together = weights < 1 << 16 ? 16 : 64;
  const parts = divide(
    batch,
    output,
    (most) => engine.parts(work, Math.min(most, Math.ceil(tiles / together))),
    tileRows,
  );
  const padded = (channels: number): number => 4 * Math.ceil(channels / 4);
  const pointFloats = input.channels * padded(output.channels) + GAP;
  const partFloats =
    TABLES + POINTS * (together * (padded(input.channels) + padded(output.channels)) + 2 * GAP);
  const panels = ranges(
    output.channels,
    engine.parts(WEIGHT_WORK * weights, Math.ceil(output.channels / 8)),
    8,
  );
  const taps = rows.taps * columns.taps;
  return {
    floats: POINTS * pointFloats + partFloats * parts.length + TABLES * panels.length,
    calls: (packed, scratch) => {
      const transformed = scratch.take(POINTS * pointFloats);
      return {
        weights: panels.map(([first, end]) => [
          'transformWeights',
          [
            packed + 4 * packedFloats(taps * input.channels, first),
            ...[rows.taps, columns.taps, input.channels, end - first],
            transformed + 4 * packedFloats(input.channels, first),
            ...[4 * pointFloats, scratch.take(TABLES)],
          ],
        ]),
        products: parts.map(({ images: [firstImage, endImage], rows: [firstRow, endRow] }) => [
          'correlateTiles',
          [
            ...[input.address + firstImage * input.imageBytes, input.height, input.width, input.channels],
            transformed,
            output.address + firstImage * output.imageBytes + firstRow * output.rowBytes,
            ...[output.channels, endImage - firstImage],
            ...[endRow - firstRow, rows.origin + firstRow, rows.taps, output.rowBytes],
            ...[output.width, columns.origin, columns.taps, output.columnBytes],
            ...[output.imageBytes, together, scratch.take(partFloats)],
          ],
        ]),
      };
    },
  };
}
