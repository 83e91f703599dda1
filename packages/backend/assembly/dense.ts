/** Fully connected layers of small networks: products of matrices too small to be worth packing. */
import { loadLanes, multiplyAdd, storeLanes } from './tiles';

function rectified(x: v128, rectify: bool): v128 {
  return rectify ? v128.andnot(x, f32x4.lt(x, f32x4.splat(0))) : x;
}

/** Four rows by eight columns. */
function tile8(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  depth: i32,
  low: v128,
  high: v128,
  rectify: bool,
  c: usize,
): void {
  let sum00 = low;
  let sum01 = high;
  let sum10 = low;
  let sum11 = high;
  let sum20 = low;
  let sum21 = high;
  let sum30 = low;
  let sum31 = high;
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  for (let k = depth; k > 0; k--) {
    const b0 = v128.load(b, 0);
    const b1 = v128.load(b, 16);
    const x0 = v128.load32_splat(a);
    sum00 = multiplyAdd(x0, b0, sum00);
    sum01 = multiplyAdd(x0, b1, sum01);
    const x1 = v128.load32_splat(a1);
    sum10 = multiplyAdd(x1, b0, sum10);
    sum11 = multiplyAdd(x1, b1, sum11);
    const x2 = v128.load32_splat(a2);
    sum20 = multiplyAdd(x2, b0, sum20);
    sum21 = multiplyAdd(x2, b1, sum21);
    const x3 = v128.load32_splat(a3);
    sum30 = multiplyAdd(x3, b0, sum30);
    sum31 = multiplyAdd(x3, b1, sum31);
    a += aColumn;
    a1 += aColumn;
    a2 += aColumn;
    a3 += aColumn;
    b += bRow;
  }
  v128.store(c, rectified(sum00, rectify));
  v128.store(c, rectified(sum01, rectify), 16);
  c += bRow;
  v128.store(c, rectified(sum10, rectify));
  v128.store(c, rectified(sum11, rectify), 16);
  c += bRow;
  v128.store(c, rectified(sum20, rectify));
  v128.store(c, rectified(sum21, rectify), 16);
  c += bRow;
  v128.store(c, rectified(sum30, rectify));
  v128.store(c, rectified(sum31, rectify), 16);
}

/** Four rows by the first `columns` (1 to 4) of four columns. */
function tile4(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  depth: i32,
  first: v128,
  rectify: bool,
  c: usize,
  columns: i32,
): void {
  let sum0 = first;
  let sum1 = first;
  let sum2 = first;
  let sum3 = first;
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  for (let k = depth; k > 0; k--) {
    const value = loadLanes(b, columns);
    sum0 = multiplyAdd(v128.load32_splat(a), value, sum0);
    sum1 = multiplyAdd(v128.load32_splat(a1), value, sum1);
    sum2 = multiplyAdd(v128.load32_splat(a2), value, sum2);
    sum3 = multiplyAdd(v128.load32_splat(a3), value, sum3);
    a += aColumn;
    a1 += aColumn;
    a2 += aColumn;
    a3 += aColumn;
    b += bRow;
  }
  storeLanes(c, rectified(sum0, rectify), columns);
  storeLanes(c + bRow, rectified(sum1, rectify), columns);
  storeLanes(c + 2 * bRow, rectified(sum2, rectify), columns);
  storeLanes(c + 3 * bRow, rectified(sum3, rectify), columns);
}

/** One row by the first `columns` (1 to 4) of four columns. */
function tile1(
  a: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  depth: i32,
  first: v128,
  rectify: bool,
  c: usize,
  columns: i32,
): void {
  let sum = first;
  for (let k = depth; k > 0; k--) {
    sum = multiplyAdd(v128.load32_splat(a), loadLanes(b, columns), sum);
    a += aColumn;
    b += bRow;
  }
  storeLanes(c, rectified(sum, rectify), columns);
}

/**
 * `c[i][j] = act(sum_k a[i * aRow + k * aColumn] b[k][j] + bias[j])` for `rows` by `columns` results and `depth` summands.
 * Every result sums in the order of k, from its bias.
 * @param bias - 0 for none.
 * @param rectify - Whether act is `max(x, 0)`, or x itself.
 */
export function denseProduct(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bias: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  rectify: bool,
  c: usize,
): void {
  aRow <<= 2;
  aColumn <<= 2;
  const bRow = (<usize>columns) << 2;
  const none = f32x4.splat(0);
  while (columns > 0) {
    const count = min(columns, 4);
    const low = bias == 0 ? none : loadLanes(bias, count);
    const width = columns >= 8 ? 8 : count;
    let x = a;
    let y = c;
    let left = rows;
    if (width == 8) {
      const high = bias == 0 ? none : v128.load(bias, 16);
      for (; left >= 4; left -= 4) {
        tile8(x, aRow, aColumn, b, bRow, depth, low, high, rectify, y);
        x += 4 * aRow;
        y += 4 * bRow;
      }
      for (; left > 0; left--) {
        tile1(x, aColumn, b, bRow, depth, low, rectify, y, 4);
        tile1(x, aColumn, b + 16, bRow, depth, high, rectify, y + 16, 4);
        x += aRow;
        y += bRow;
      }
    } else {
      for (; left >= 4; left -= 4) {
        tile4(x, aRow, aColumn, b, bRow, depth, low, rectify, y, width);
        x += 4 * aRow;
        y += 4 * bRow;
      }
      for (; left > 0; left--) {
        tile1(x, aColumn, b, bRow, depth, low, rectify, y, width);
        x += aRow;
        y += bRow;
      }
    }
    const step = (<usize>width) << 2;
    b += step;
    c += step;
    if (bias != 0) bias += step;
    columns -= width;
  }
}

/** `output[j][i] = x[i][j]` for `x [rows, columns]`. */
export function transposeMatrix(x: usize, rows: i32, columns: i32, output: usize): void {
  const across = (<usize>rows) << 2;
  for (let i = 0; i < rows; i++) {
    let to = output + ((<usize>i) << 2);
    for (let j = 0; j < columns; j++) {
      store<f32>(to, load<f32>(x));
      x += 4;
      to += across;
    }
  }
}

/**
 * `sums[j] = factor sum_i x[i][j]` for `x [rows, columns]`, summed in float64: gradients of a bias that cancel leave exactly 0, and
 * no rounding error for an optimiser to blow up.
 */
export function addRows(x: usize, rows: i32, columns: i32, factor: f64, sums: usize): void {
  const row = (<usize>columns) << 2;
  for (; columns > 0; columns -= 4) {
    const count = min(columns, 4);
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    let from = x;
    for (let i = rows; i > 0; i--) {
      const values = loadLanes(from, count);
      low = f64x2.add(low, f64x2.promote_low_f32x4(values));
      high = f64x2.add(high, f64x2.promote_low_f32x4(i64x2.shuffle(values, values, 1, 1)));
      from += row;
    }
    const scale = f64x2.splat(factor);
    const first = f32x4.demote_f64x2_zero(f64x2.mul(low, scale));
    const second = f32x4.demote_f64x2_zero(f64x2.mul(high, scale));
    storeLanes(sums, i64x2.shuffle(first, second, 0, 2), count);
    x += 16;
    sums += 16;
  }
}
