/** The register tile of products summed over rows; see gather-tiles.ts for its size and order. */
import { loadLanes, multiplyAdd, storeColumns } from './tiles';

/** Adds to or replaces the first `columns` (1 to 8) of eight stored columns. */
function putColumns(address: usize, low: v128, high: v128, columns: i32, accumulate: bool): void {
  if (accumulate) {
    low = f32x4.add(low, loadLanes(address, min(columns, 4)));
    high = f32x4.add(high, loadLanes(address + 16, columns - 4));
  }
  storeColumns(address, low, high, columns);
}

/**
 * Four rows by eight columns of `a^T b`, both packed with the summed index outermost:
 * `output[i][n] (+)= sum_r sum_k a[r * aStride + k * 4 + i] * b[r * bStride + k * 8 + n]`.
 * @param rows - How many of the four rows are stored.
 * @param columns - How many of the eight columns are stored.
 */
export function outerTile8(
  a: usize,
  b: usize,
  runs: i32,
  runLength: i32,
  aStride: usize,
  bStride: usize,
  output: usize,
  outputStride: usize,
  rows: i32,
  columns: i32,
  accumulate: bool,
): void {
  let sum00 = f32x4.splat(0);
  let sum01 = f32x4.splat(0);
  let sum10 = f32x4.splat(0);
  let sum11 = f32x4.splat(0);
  let sum20 = f32x4.splat(0);
  let sum21 = f32x4.splat(0);
  let sum30 = f32x4.splat(0);
  let sum31 = f32x4.splat(0);
  for (; runs > 0; runs--) {
    let p = a;
    let q = b;
    for (let k = runLength; k > 0; k--) {
      const b0 = v128.load(q, 0);
      const b1 = v128.load(q, 16);
      const x3 = v128.load32_splat(p, 12);
      sum30 = multiplyAdd(x3, b0, sum30);
      sum31 = multiplyAdd(x3, b1, sum31);
      const x2 = v128.load32_splat(p, 8);
      sum20 = multiplyAdd(x2, b0, sum20);
      sum21 = multiplyAdd(x2, b1, sum21);
      const x1 = v128.load32_splat(p, 4);
      sum10 = multiplyAdd(x1, b0, sum10);
      sum11 = multiplyAdd(x1, b1, sum11);
      const x0 = v128.load32_splat(p, 0);
      sum00 = multiplyAdd(x0, b0, sum00);
      sum01 = multiplyAdd(x0, b1, sum01);
      p += 16;
      q += 32;
    }
    a += aStride;
    b += bStride;
  }
  putColumns(output, sum00, sum01, columns, accumulate);
  if (rows > 1) putColumns(output + outputStride, sum10, sum11, columns, accumulate);
  if (rows > 2) putColumns(output + 2 * outputStride, sum20, sum21, columns, accumulate);
  if (rows > 3) putColumns(output + 3 * outputStride, sum30, sum31, columns, accumulate);
}
