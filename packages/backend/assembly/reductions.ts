/** Sums along trailing and middle axes; sums over leading axes are in periods.ts. */
import { loadLanes } from './tiles';
import { sumRows } from './periods';

/** Sum of `size` floats: float32 in blocks of 4096, float64 over blocks. */
function sumRun(x: usize, size: i32): f64 {
  let total: f64 = 0;
  while (size > 0) {
    let block = min(size, 4096);
    size -= block;
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (; block >= 16; block -= 16) {
      s0 = f32x4.add(s0, v128.load(x, 0));
      s1 = f32x4.add(s1, v128.load(x, 16));
      s2 = f32x4.add(s2, v128.load(x, 32));
      s3 = f32x4.add(s3, v128.load(x, 48));
      x += 64;
    }
    for (; block > 0; block -= 4) {
      s0 = f32x4.add(s0, loadLanes(x, block));
      x += (<usize>min(block, 4)) << 2;
    }
    const sum = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
    total +=
      <f64>f32x4.extract_lane(sum, 0) +
      <f64>f32x4.extract_lane(sum, 1) +
      <f64>f32x4.extract_lane(sum, 2) +
      <f64>f32x4.extract_lane(sum, 3);
  }
  return total;
}

/**
 * `output[i, k] = factor * sum_j x[i, j, k]` for `x [outer, middle, inner]`.
 * @param scratch - `periodFloats + 2 * inner` floats, unused when `inner` is 1.
 */
export function sumMiddle(
  x: usize,
  outer: i32,
  middle: i32,
  inner: i32,
  output: usize,
  factor: f64,
  scratch: usize,
): void {
  for (let i = 0; i < outer; i++) {
    if (inner == 1) {
      store<f32>(output, <f32>(sumRun(x, middle) * factor));
    } else {
      sumRows(x, middle, inner, output, factor, scratch);
    }
    x += (<usize>(middle * inner)) << 2;
    output += (<usize>inner) << 2;
  }
}
