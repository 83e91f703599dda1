/** Copies of weights in the order in which the tiles of gather-tiles.ts read them. */
import { loadLanes } from './tiles';

/**
 * Floats in a row of a panel whose first column leaves `columns` columns: 8; 4 for the last four; and 1, 2 or 3 for
 * the last ones, which are not interleaved but lie one after the other.
 */
export function panelWidth(columns: i32): i32 {
  return columns > 4 ? 8 : columns;
}

/** Rows packed together: enough for whole cache lines, few enough that their pages stay mapped. */
const ROW_BLOCK: i32 = 16;

/**
 * The first `columns` columns of a matrix of `rowFloats` columns as panels of eight columns, each `[rows, 8]`; a last
 * panel of five to seven is padded with zeros, one of four is `[rows, 4]`, one of fewer is `[columns, rows]`.
 */
export function packPanels(source: usize, rows: i32, columns: i32, rowFloats: i32, packed: usize): void {
  const rowBytes = (<usize>rowFloats) << 2;
  const panelBytes = (<usize>rows) << 5;
  const whole = columns & ~7;
  for (let first = 0; first < rows; first += ROW_BLOCK) {
    const count = min(ROW_BLOCK, rows - first);
    for (let column = 0; column < whole; column += 8) {
      let from = source + <usize>first * rowBytes + ((<usize>column) << 2);
      let to = packed + <usize>(column >> 3) * panelBytes + ((<usize>first) << 5);
      for (let row = 0; row < count; row++) {
        v128.store(to, v128.load(from, 0), 0);
        v128.store(to, v128.load(from, 16), 16);
        from += rowBytes;
        to += 32;
      }
    }
  }
  source += (<usize>whole) << 2;
  packed += <usize>(whole >> 3) * panelBytes;
  const rest = columns - whole;
  if (rest > 4) {
    for (let row = 0; row < rows; row++) {
      v128.store(packed, v128.load(source), 0);
      v128.store(packed, loadLanes(source + 16, rest - 4), 16);
      source += rowBytes;
      packed += 32;
    }
  } else if (rest == 4) {
    for (let row = 0; row < rows; row++) {
      v128.store(packed, v128.load(source));
      source += rowBytes;
      packed += 16;
    }
  } else {
    for (let column = 0; column < rest; column++) {
      let from = source + ((<usize>column) << 2);
      for (let row = 0; row < rows; row++) {
        store<f32>(packed, load<f32>(from));
        from += rowBytes;
        packed += 4;
      }
    }
  }
}

/** Writes the transpose of four row vectors of four: `packed[c * stride + r] = row_r[c]`. */
function storeTransposed(packed: usize, stride: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const a = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
  const b = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
  const d = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
  v128.store(packed, v128.shuffle<i64>(a, b, 0, 2));
  v128.store(packed + stride, v128.shuffle<i64>(a, b, 1, 3));
  v128.store(packed + 2 * stride, v128.shuffle<i64>(c, d, 0, 2));
  v128.store(packed + 3 * stride, v128.shuffle<i64>(c, d, 1, 3));
}

/** One quad (4 of the panel's columns) of {@link packTransposed}: `packed[k * stride + lane] = source[lane][k]`. */
function packQuad(source: usize, lanes: i32, length: i32, packed: usize, stride: usize): void {
  const rowBytes = (<usize>length) << 2;
  const zero = f32x4.splat(0);
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    const from = source + ((<usize>k) << 2);
    storeTransposed(
      packed + <usize>k * stride,
      stride,
      lanes > 0 ? v128.load(from) : zero,
      lanes > 1 ? v128.load(from + rowBytes) : zero,
      lanes > 2 ? v128.load(from + 2 * rowBytes) : zero,
      lanes > 3 ? v128.load(from + 3 * rowBytes) : zero,
    );
  }
  for (; k < length; k++) {
    for (let lane = 0; lane < 4; lane++) {
      const value = lane < lanes ? load<f32>(source + <usize>lane * rowBytes + ((<usize>k) << 2)) : <f32>0;
      store<f32>(packed + <usize>k * stride + ((<usize>lane) << 2), value);
    }
  }
}

/**
 * The transpose of a `[columns, length]` matrix as the rows `firstRow ...` of panels of `panelRows` rows:
 * what {@link packPanels} would make of `source^T` if those were all rows.
 */
function packTransposed(
  source: usize,
  columns: i32,
  length: i32,
  packed: usize,
  firstRow: i32,
  panelRows: i32,
): void {
  const lengthBytes = (<usize>length) << 2;
  for (; columns > 0; columns -= 8) {
    if (columns >= 4) {
      const stride: usize = columns > 4 ? 32 : 16;
      const to = packed + <usize>firstRow * stride;
      packQuad(source, 4, length, to, stride);
      if (columns > 4) packQuad(source + 4 * lengthBytes, min(columns - 4, 4), length, to + 16, stride);
      packed += <usize>panelRows * stride;
      source += 8 * lengthBytes;
    } else {
      for (let column = 0; column < columns; column++) {
        memory.copy(packed + ((<usize>firstRow) << 2), source, lengthBytes);
        packed += (<usize>panelRows) << 2;
        source += lengthBytes;
      }
    }
  }
}

/**
 * Weights `[filterHeight, filterWidth, inputChannels, outputChannels]` as the filter of one phase of the backward
 * pass: taps `phase, phase + stride, ...` flipped, inputs and outputs exchanged; of that the columns `first` (a multiple of
 * 8) to `end`.
 */
export function packBackward(
  weights: usize,
  filterHeight: i32,
  filterWidth: i32,
  inputChannels: i32,
  outputChannels: i32,
  rowPhase: i32,
  rowStride: i32,
  columnPhase: i32,
  columnStride: i32,
  packed: usize,
  first: i32,
  end: i32,
): void {
  const rowTaps = max(0, (filterHeight - rowPhase + rowStride - 1) / rowStride);
  const columnTaps = max(0, (filterWidth - columnPhase + columnStride - 1) / columnStride);
  const panelRows = rowTaps * columnTaps * outputChannels;
  const tapBytes = (<usize>(inputChannels * outputChannels)) << 2;
  weights += (<usize>(first * outputChannels)) << 2;
  packed += (<usize>(first * panelRows)) << 2;
  let firstRow = 0;
  for (let i = rowTaps - 1; i >= 0; i--) {
    for (let j = columnTaps - 1; j >= 0; j--) {
      const tap = (rowPhase + i * rowStride) * filterWidth + columnPhase + j * columnStride;
      packTransposed(
        weights + <usize>tap * tapBytes,
        end - first,
        outputChannels,
        packed,
        firstRow,
        panelRows,
      );
      firstRow += outputChannels;
    }
  }
}
