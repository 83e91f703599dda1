/**
 * The register tiles every matrix product here is made of: 4 rows by 8 (or 4) columns of sums.
 *
 * Rows are visited from the last to the first on purpose: V8's scheduler for WebAssembly (Node 20 and 22) moves
 * the loads of a loop body to its top unless the order of the loads is the reverse of the order of the sums,
 * and then spills. Measured, not a matter of taste; larger tiles spill in any order.
 */
import { loadLanes, multiplyAdd, storeColumns } from './tiles';

/**
 * Four output rows of eight columns, each the sum over `runs` runs of `runLength` consecutive input floats:
 * `output[i][n] = sum_r sum_k input[i][r * inputStride + k] * weights[r * weightStride + k * 8 + n]`.
 * @param inputs - Address of four u32 addresses: where each row's first run starts.
 * @param outputs - Address of four u32 addresses: where each row's sums go.
 * @param columns - How many of the eight columns are stored.
 */
export function gatherTile8(
  inputs: usize,
  outputs: usize,
  runs: i32,
  runLength: i32,
  inputStride: usize,
  weights: usize,
  weightStride: usize,
  columns: i32,
): void {
  let row0: usize = load<u32>(inputs, 0);
  let row1: usize = load<u32>(inputs, 4);
  let row2: usize = load<u32>(inputs, 8);
  let row3: usize = load<u32>(inputs, 12);
  let sum00 = f32x4.splat(0);
  let sum01 = f32x4.splat(0);
  let sum10 = f32x4.splat(0);
  let sum11 = f32x4.splat(0);
  let sum20 = f32x4.splat(0);
  let sum21 = f32x4.splat(0);
  let sum30 = f32x4.splat(0);
  let sum31 = f32x4.splat(0);
  for (; runs > 0; runs--) {
    let w = weights;
    let a0 = row0;
    let a1 = row1;
    let a2 = row2;
    let a3 = row3;
    for (let k = runLength; k > 0; k--) {
      const w0 = v128.load(w, 0);
      const w1 = v128.load(w, 16);
      const x3 = v128.load32_splat(a3);
      sum30 = multiplyAdd(x3, w0, sum30);
      sum31 = multiplyAdd(x3, w1, sum31);
      const x2 = v128.load32_splat(a2);
      sum20 = multiplyAdd(x2, w0, sum20);
      sum21 = multiplyAdd(x2, w1, sum21);
      const x1 = v128.load32_splat(a1);
      sum10 = multiplyAdd(x1, w0, sum10);
      sum11 = multiplyAdd(x1, w1, sum11);
      const x0 = v128.load32_splat(a0);
      sum00 = multiplyAdd(x0, w0, sum00);
      sum01 = multiplyAdd(x0, w1, sum01);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      w += 32;
    }
    row0 += inputStride;
    row1 += inputStride;
    row2 += inputStride;
    row3 += inputStride;
    weights += weightStride;
  }
  storeColumns(load<u32>(outputs, 0), sum00, sum01, columns);
  storeColumns(load<u32>(outputs, 4), sum10, sum11, columns);
  storeColumns(load<u32>(outputs, 8), sum20, sum21, columns);
  storeColumns(load<u32>(outputs, 12), sum30, sum31, columns);
}

/** {@link gatherTile8} for the last panel when it has four columns; its weights are four wide. */
export function gatherTile4(
  inputs: usize,
  outputs: usize,
  runs: i32,
  runLength: i32,
  inputStride: usize,
  weights: usize,
  weightStride: usize,
): void {
  let row0: usize = load<u32>(inputs, 0);
  let row1: usize = load<u32>(inputs, 4);
  let row2: usize = load<u32>(inputs, 8);
  let row3: usize = load<u32>(inputs, 12);
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  for (; runs > 0; runs--) {
    let w = weights;
    let a0 = row0;
    let a1 = row1;
    let a2 = row2;
    let a3 = row3;
    for (let k = runLength; k > 0; k--) {
      const w0 = v128.load(w, 0);
      sum3 = multiplyAdd(v128.load32_splat(a3), w0, sum3);
      sum2 = multiplyAdd(v128.load32_splat(a2), w0, sum2);
      sum1 = multiplyAdd(v128.load32_splat(a1), w0, sum1);
      sum0 = multiplyAdd(v128.load32_splat(a0), w0, sum0);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      w += 16;
    }
    row0 += inputStride;
    row1 += inputStride;
    row2 += inputStride;
    row3 += inputStride;
    weights += weightStride;
  }
  v128.store(load<u32>(outputs, 0), sum0);
  v128.store(load<u32>(outputs, 4), sum1);
  v128.store(load<u32>(outputs, 8), sum2);
  v128.store(load<u32>(outputs, 12), sum3);
}

/** The sum of the four lanes. */
function sumLanes(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/**
 * {@link gatherTile8} for one column of a last panel of one to three, whose weights are one contiguous run a column:
 * four dot products.
 */
export function gatherDot(
  inputs: usize,
  outputs: usize,
  runs: i32,
  runLength: i32,
  inputStride: usize,
  weights: usize,
  weightStride: usize,
): void {
  let row0: usize = load<u32>(inputs, 0);
  let row1: usize = load<u32>(inputs, 4);
  let row2: usize = load<u32>(inputs, 8);
  let row3: usize = load<u32>(inputs, 12);
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  let next0 = f32x4.splat(0);
  let next1 = f32x4.splat(0);
  let next2 = f32x4.splat(0);
  let next3 = f32x4.splat(0);
  for (; runs > 0; runs--) {
    let at: usize = 0;
    let k = runLength;
    for (; k >= 8; k -= 8) {
      const w0 = v128.load(weights + at, 0);
      const w1 = v128.load(weights + at, 16);
      next3 = multiplyAdd(v128.load(row3 + at, 16), w1, next3);
      sum3 = multiplyAdd(v128.load(row3 + at, 0), w0, sum3);
      next2 = multiplyAdd(v128.load(row2 + at, 16), w1, next2);
      sum2 = multiplyAdd(v128.load(row2 + at, 0), w0, sum2);
      next1 = multiplyAdd(v128.load(row1 + at, 16), w1, next1);
      sum1 = multiplyAdd(v128.load(row1 + at, 0), w0, sum1);
      next0 = multiplyAdd(v128.load(row0 + at, 16), w1, next0);
      sum0 = multiplyAdd(v128.load(row0 + at, 0), w0, sum0);
      at += 32;
    }
    for (; k > 0; k -= 4) {
      const w0 = loadLanes(weights + at, k);
      sum3 = multiplyAdd(loadLanes(row3 + at, k), w0, sum3);
      sum2 = multiplyAdd(loadLanes(row2 + at, k), w0, sum2);
      sum1 = multiplyAdd(loadLanes(row1 + at, k), w0, sum1);
      sum0 = multiplyAdd(loadLanes(row0 + at, k), w0, sum0);
      at += 16;
    }
    row0 += inputStride;
    row1 += inputStride;
    row2 += inputStride;
    row3 += inputStride;
    weights += weightStride;
  }
  store<f32>(load<u32>(outputs, 0), sumLanes(f32x4.add(sum0, next0)));
  store<f32>(load<u32>(outputs, 4), sumLanes(f32x4.add(sum1, next1)));
  store<f32>(load<u32>(outputs, 8), sumLanes(f32x4.add(sum2, next2)));
  store<f32>(load<u32>(outputs, 12), sumLanes(f32x4.add(sum3, next3)));
}
