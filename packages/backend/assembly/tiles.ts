/** What kernels on vectors of four floats share. */

/** `a * b + c`: one fused instruction where the relaxed SIMD build runs. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** Stores the first `count` (1 to 4) lanes. */
export function storeLanes(address: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(address, value);
  } else if (count == 3) {
    v128.store64_lane(address, value, 0);
    v128.store32_lane(address, value, 2, 8);
  } else if (count == 2) {
    v128.store64_lane(address, value, 0);
  } else if (count == 1) {
    v128.store32_lane(address, value, 0);
  }
}

/** Loads the first `count` (0 to 4) lanes; the others are 0. Never reads past them. */
export function loadLanes(address: usize, count: i32): v128 {
  if (count >= 4) return v128.load(address);
  if (count == 3) return v128.load32_lane(address, v128.load64_zero(address), 2, 8);
  if (count == 2) return v128.load64_zero(address);
  if (count == 1) return v128.load32_zero(address);
  return f32x4.splat(0);
}

/** Stores the first `count` (1 to 8) of eight columns. */
export function storeColumns(address: usize, low: v128, high: v128, count: i32): void {
  if (count == 8) {
    v128.store(address, low);
    v128.store(address, high, 16);
  } else {
    storeLanes(address, low, min(count, 4));
    storeLanes(address + 16, high, count - 4);
  }
}
