/** Convolution, its gradient with respect to the images, and matrix products: a walk of tiles over packed weights. */
import { gatherDot, gatherTile4, gatherTile8 } from './gather-tiles';
import { panelWidth } from './pack-weights';

/** Output rows handled together; the table holds an input and an output address for each. */
const TABLE_ROWS: i32 = 256;

/** Every panel of weights times the rows in the table. */
export function multiplyTable(
  table: usize,
  count: i32,
  runs: i32,
  runLength: i32,
  inputStride: usize,
  packed: usize,
  firstWeight: i32,
  weightRunRows: i32,
  panelRows: i32,
  outputChannels: i32,
): void {
  const inputs = table;
  const outputs = table + ((<usize>TABLE_ROWS) << 2);
  for (; count % 4 != 0; count++) {
    store<u32>(inputs + ((<usize>count) << 2), load<u32>(inputs + ((<usize>(count - 1)) << 2)));
    store<u32>(outputs + ((<usize>count) << 2), load<u32>(outputs + ((<usize>(count - 1)) << 2)));
  }
  const tableBytes = (<usize>count) << 2;
  for (; outputChannels > 0; outputChannels -= 8) {
    const width = panelWidth(outputChannels);
    const rowBytes = (<usize>(width < 4 ? 1 : width)) << 2;
    const weights = packed + <usize>firstWeight * rowBytes;
    const weightStride = <usize>weightRunRows * rowBytes;
    if (width == 8) {
      const columns = min(8, outputChannels);
      for (let at: usize = 0; at < tableBytes; at += 16) {
        gatherTile8(inputs + at, outputs + at, runs, runLength, inputStride, weights, weightStride, columns);
      }
      // Later panels write beside this one.
      for (let at: usize = 0; at < tableBytes; at += 4) {
        store<u32>(outputs + at, load<u32>(outputs + at) + 32);
      }
    } else if (width == 4) {
      for (let at: usize = 0; at < tableBytes; at += 16) {
        gatherTile4(inputs + at, outputs + at, runs, runLength, inputStride, weights, weightStride);
      }
    } else {
      for (let column = 0; column < width; column++) {
        const run = weights + <usize>column * ((<usize>panelRows) << 2);
        for (let at: usize = 0; at < tableBytes; at += 16) {
          gatherDot(inputs + at, outputs + at, runs, runLength, inputStride, run, weightStride);
        }
        for (let at: usize = 0; at < tableBytes; at += 4) {
          store<u32>(outputs + at, load<u32>(outputs + at) + 4);
        }
      }
    }
    packed += <usize>panelRows * rowBytes;
  }
}

/** First tap that meets the image, for an output whose first tap lies at `start`. */
function tapsFrom(start: i32): i32 {
  return max(0, -start);
}

/** One past the last tap that meets the image; never less than {@link tapsFrom}. */
function tapsTo(start: i32, taps: i32, size: i32): i32 {
  return max(tapsFrom(start), min(taps, size - start));
}

/**
 * Correlation of NHWC images with packed weights:
 * `output[b, r, c, :] = sum_(i, j, k) input[b, r * rowStep + rowOrigin + i, c * columnStep + columnOrigin + j, k] * w[i, j, k, :]`
 * over the taps inside the image. Outputs that meet the same taps are computed together, so nothing is padded.
 * @param table - Scratch of 2 KiB.
 */
export function correlate(
  input: usize,
  inputHeight: i32,
  inputWidth: i32,
  inputChannels: i32,
  packed: usize,
  output: usize,
  outputChannels: i32,
  batch: i32,
  rows: i32,
  rowStep: i32,
  rowOrigin: i32,
  rowTaps: i32,
  outputRowBytes: usize,
  columns: i32,
  columnStep: i32,
  columnOrigin: i32,
  columnTaps: i32,
  outputColumnBytes: usize,
  outputImageBytes: usize,
  table: usize,
): void {
  const pixelBytes = (<usize>inputChannels) << 2;
  const inputRowBytes = <usize>inputWidth * pixelBytes;
  const inputImageBytes = <usize>inputHeight * inputRowBytes;
  const panelRows = rowTaps * columnTaps * inputChannels;
  const outputTable = table + ((<usize>TABLE_ROWS) << 2);
  for (let row = 0, rowEnd = 0; row < rows; row = rowEnd) {
    const rowStart = row * rowStep + rowOrigin;
    const i0 = tapsFrom(rowStart);
    const i1 = tapsTo(rowStart, rowTaps, inputHeight);
    for (rowEnd = row + 1; rowEnd < rows; rowEnd++) {
      const start = rowEnd * rowStep + rowOrigin;
      if (tapsFrom(start) != i0 || tapsTo(start, rowTaps, inputHeight) != i1) break;
    }
    for (let column = 0, columnEnd = 0; column < columns; column = columnEnd) {
      const columnStart = column * columnStep + columnOrigin;
      const j0 = tapsFrom(columnStart);
      const j1 = tapsTo(columnStart, columnTaps, inputWidth);
      for (columnEnd = column + 1; columnEnd < columns; columnEnd++) {
        const start = columnEnd * columnStep + columnOrigin;
        if (tapsFrom(start) != j0 || tapsTo(start, columnTaps, inputWidth) != j1) break;
      }
      const runs = j1 > j0 ? i1 - i0 : 0;
      const runLength = (j1 - j0) * inputChannels;
      const firstWeight = (i0 * columnTaps + j0) * inputChannels;
      let count = 0;
      for (let b = 0; b < batch; b++) {
        for (let r = row; r < rowEnd; r++) {
          let from =
            input +
            <usize>b * inputImageBytes +
            <usize>(r * rowStep + rowOrigin + i0) * inputRowBytes +
            <usize>(columnStart + j0) * pixelBytes;
          let to =
            output +
            <usize>b * outputImageBytes +
            <usize>r * outputRowBytes +
            <usize>column * outputColumnBytes;
          for (let c = column; c < columnEnd; c++) {
            store<u32>(table + ((<usize>count) << 2), <u32>from);
            store<u32>(outputTable + ((<usize>count) << 2), <u32>to);
            from += <usize>columnStep * pixelBytes;
            to += outputColumnBytes;
            count++;
            if (count == TABLE_ROWS) {
              multiplyTable(
                table,
                count,
                runs,
                runLength,
                inputRowBytes,
                packed,
                firstWeight,
                columnTaps * inputChannels,
                panelRows,
                outputChannels,
              );
              count = 0;
            }
          }
        }
      }
      if (count > 0) {
        multiplyTable(
          table,
          count,
          runs,
          runLength,
          inputRowBytes,
          packed,
          firstWeight,
          columnTaps * inputChannels,
          panelRows,
          outputChannels,
        );
      }
    }
  }
}
