/** The gradient of a convolution with respect to its filter, and `a^T b`. */
import { outerTile8 } from './outer-tile';

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
