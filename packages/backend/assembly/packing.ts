/** Copies of weights and activations in the order in which the tiles of tiles.ts read them. */
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
export function packTransposed(
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
 * pass: taps `phase, phase + stride, ...` flipped, inputs and outputs exchanged.
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
): void {
  const rowTaps = max(0, (filterHeight - rowPhase + rowStride - 1) / rowStride);
  const columnTaps = max(0, (filterWidth - columnPhase + columnStride - 1) / columnStride);
  const panelRows = rowTaps * columnTaps * outputChannels;
  const tapBytes = (<usize>(inputChannels * outputChannels)) << 2;
  let firstRow = 0;
  for (let i = rowTaps - 1; i >= 0; i--) {
    for (let j = columnTaps - 1; j >= 0; j--) {
      const tap = (rowPhase + i * rowStride) * filterWidth + columnPhase + j * columnStride;
      packTransposed(
        weights + <usize>tap * tapBytes,
        inputChannels,
        outputChannels,
        packed,
        firstRow,
        panelRows,
      );
      firstRow += outputChannels;
    }
  }
}

/** Copies `count` (0 to 4) floats and fills up to four with zeros. */
function copyQuad(from: usize, to: usize, count: i32): void {
  v128.store(to, loadLanes(from, count));
}

/**
 * Images `[batch, height, width, channels]` as panels of `lanes` (4 or 8) channels, each
 * `[height, columns, batch, lanes]`, padded with zeros. The columns are sorted by `column % columnStride`, so
 * that every `columnStride`-th column is one contiguous run. Packs the images `first` to `end` of the batch.
 */
export function packPixels(
  images: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  columnStride: i32,
  lanes: i32,
  packed: usize,
  first: i32,
  end: i32,
): void {
  const pixelBytes = (<usize>channels) << 2;
  const imageBytes = <usize>(height * width) * pixelBytes;
  const laneBytes = (<usize>lanes) << 2;
  const cellBytes = <usize>batch * laneBytes;
  const panelBytes = <usize>(height * width) * cellBytes;
  for (let b = first; b < end; b += 4) {
    const group = min(4, end - b);
    for (let row = 0; row < height; row++) {
      let cell = 0;
      for (let phase = 0; phase < columnStride; phase++) {
        for (let column = phase; column < width; column += columnStride) {
          const from = images + <usize>b * imageBytes + <usize>(row * width + column) * pixelBytes;
          let to = packed + <usize>(row * width + cell) * cellBytes + <usize>b * laneBytes;
          cell++;
          for (let channel = 0; channel < channels; channel += lanes) {
            const rest = channels - channel;
            let source = from + ((<usize>channel) << 2);
            if (rest >= lanes && group == 4) {
              if (lanes == 4) {
                v128.store(to, v128.load(source), 0);
                v128.store(to, v128.load(source + imageBytes), 16);
                v128.store(to, v128.load(source + 2 * imageBytes), 32);
                v128.store(to, v128.load(source + 3 * imageBytes), 48);
              } else {
                for (let i = 0; i < 4; i++) {
                  v128.store(to + ((<usize>i) << 5), v128.load(source, 0), 0);
                  v128.store(to + ((<usize>i) << 5), v128.load(source, 16), 16);
                  source += imageBytes;
                }
              }
            } else {
              for (let i = 0; i < group; i++) {
                copyQuad(source, to + <usize>i * laneBytes, min(rest, 4));
                if (lanes == 8) copyQuad(source + 16, to + <usize>i * laneBytes + 16, min(rest - 4, 4));
                source += imageBytes;
              }
            }
            to += panelBytes;
          }
        }
      }
    }
  }
}

/**
 * Like {@link packPixels} with four lanes for images of few channels: the "channels" of output column `o` are the
 * `windowWidth * channels` floats of the columns `o * columnStride - padLeft ...`, zero outside the image.
 */
export function packWindows(
  images: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  columnStride: i32,
  padLeft: i32,
  windowWidth: i32,
  outputWidth: i32,
  packed: usize,
  firstImage: i32,
  endImage: i32,
): void {
  const rowFloats = width * channels;
  const windowFloats = windowWidth * channels;
  const cellBytes = (<usize>batch) << 4;
  const panelBytes = <usize>(height * outputWidth) * cellBytes;
  for (let b = firstImage; b < endImage; b++) {
    for (let row = 0; row < height; row++) {
      const line = images + ((<usize>((b * height + row) * rowFloats)) << 2);
      for (let output = 0; output < outputWidth; output++) {
        const first = (output * columnStride - padLeft) * channels;
        let to = packed + <usize>(row * outputWidth + output) * cellBytes + ((<usize>b) << 4);
        for (let k = 0; k < windowFloats; k += 4) {
          const at = first + k;
          if (at >= 0 && at + 4 <= rowFloats && k + 4 <= windowFloats) {
            v128.store(to, v128.load(line + ((<usize>at) << 2)));
          } else {
            for (let lane = 0; lane < 4; lane++) {
              const inside = k + lane < windowFloats && at + lane >= 0 && at + lane < rowFloats;
              const value = inside ? load<f32>(line + ((<usize>(at + lane)) << 2)) : <f32>0;
              store<f32>(to + ((<usize>lane) << 2), value);
            }
          }
          to += panelBytes;
        }
      }
    }
  }
}
