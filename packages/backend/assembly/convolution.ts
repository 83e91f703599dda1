/** Convolution, its gradients and matrix products, as walks of the tiles over packed operands. */
import { panelWidth } from './packing';
import { gatherDot, gatherTile4, gatherTile8, outerTile8 } from './tiles';

/** Output rows handled together; the table holds an input and an output address for each. */
const TABLE_ROWS: i32 = 256;

/** Every panel of weights times the rows in the table. */
function multiplyTable(
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

/** Where column `column` lies among `width` columns sorted by `column % stride`. */
function sortedColumn(column: i32, width: i32, stride: i32): i32 {
  const phase = column % stride;
  const longer = min(phase, width % stride);
  return phase * (width / stride) + longer + column / stride;
}

/**
 * Gradient of a convolution with respect to its filter, from `packPixels(x, stride, 4 lanes)` and
 * `packPixels(dy, 1, 8 lanes)`:
 * `dw[i, j, c, n] = sum over b, r, o of x[b, r * rowStride - padTop + i, o * columnStride - padLeft + j, c] * dy[b, r, o, n]`
 * for the filter rows `firstTap <= i < endTap` and the channels `firstChannel <= n < endChannel` (multiples of 8, or the end).
 */
export function filterGradient(
  x: usize,
  dy: usize,
  dw: usize,
  batch: i32,
  inputHeight: i32,
  inputWidth: i32,
  inputChannels: i32,
  outputHeight: i32,
  outputWidth: i32,
  outputChannels: i32,
  filterWidth: i32,
  rowStride: i32,
  columnStride: i32,
  padTop: i32,
  padLeft: i32,
  firstTap: i32,
  endTap: i32,
  firstChannel: i32,
  endChannel: i32,
): void {
  const xCellBytes = (<usize>batch) << 4;
  const dyCellBytes = (<usize>batch) << 5;
  const xRowBytes = <usize>inputWidth * xCellBytes;
  const dyRowBytes = <usize>outputWidth * dyCellBytes;
  const xPanelBytes = <usize>inputHeight * xRowBytes;
  const dyPanelBytes = <usize>outputHeight * dyRowBytes;
  const outputBytes = (<usize>outputChannels) << 2;
  // Rows are taken in chunks that stay in the second-level cache.
  const chunk = <i32>max<usize>(1, (128 << 10) / max<usize>(1, dyRowBytes));
  for (let first = 0; first < outputHeight; first += chunk) {
    const end = min(outputHeight, first + chunk);
    // Neighbouring outputs follow one another.
    for (let c = 0; c < inputChannels; c += 4) {
      const xPanel = x + <usize>(c / 4) * xPanelBytes;
      const rows = min(4, inputChannels - c);
      for (let n = firstChannel; n < endChannel; n += 8) {
        const dyPanel = dy + <usize>(n / 8) * dyPanelBytes;
        const columns = min(8, outputChannels - n);
        for (let i = firstTap; i < endTap; i++) {
          // Output rows r with 0 <= r * rowStride - padTop + i < inputHeight.
          const above = padTop - i;
          const r0 = max(first, above > 0 ? (above + rowStride - 1) / rowStride : 0);
          const r1 = inputHeight - 1 + above < 0 ? 0 : min(end, (inputHeight - 1 + above) / rowStride + 1);
          for (let j = 0; j < filterWidth; j++) {
            const before = padLeft - j;
            const o0 = before > 0 ? (before + columnStride - 1) / columnStride : 0;
            const o1 =
              inputWidth - 1 + before < 0
                ? 0
                : min(outputWidth, (inputWidth - 1 + before) / columnStride + 1);
            const runs = o1 > o0 ? max(0, r1 - r0) : 0;
            const column = runs > 0 ? sortedColumn(o0 * columnStride - before, inputWidth, columnStride) : 0;
            outerTile8(
              xPanel + <usize>(r0 * rowStride - above) * xRowBytes + <usize>column * xCellBytes,
              dyPanel + <usize>r0 * dyRowBytes + <usize>o0 * dyCellBytes,
              runs,
              (o1 - o0) * batch,
              <usize>rowStride * xRowBytes,
              dyRowBytes,
              dw + <usize>((i * filterWidth + j) * inputChannels + c) * outputBytes + ((<usize>n) << 2),
              outputBytes,
              rows,
              columns,
              first > 0,
            );
          }
        }
      }
    }
  }
}
