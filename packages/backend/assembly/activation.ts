/** Activations, and the bias before them. */
import { loadLanes, storeLanes } from './tiles';

/** Codes of activations; the same list stands in src/wasm/kernels/activation.ts. */
export const NONE: i32 = 0;
const RELU: i32 = 1;
// 2 is leaky ReLU.

/** `activation(x)`. */
export function activate(activation: i32, alpha: f32, x: v128): v128 {
  if (activation == NONE) return x;
  const negative = f32x4.lt(x, f32x4.splat(0));
  if (activation == RELU) return v128.andnot(x, negative);
  return v128.bitselect(f32x4.mul(x, f32x4.splat(alpha)), x, negative);
}

/** `dy * activation'`, from the sign of the activation's result. */
export function deactivate(activation: i32, alpha: f32, dy: v128, y: v128): v128 {
  if (activation == NONE) return dy;
  const positive = f32x4.gt(y, f32x4.splat(0));
  if (activation == RELU) return v128.and(dy, positive);
  return v128.bitselect(dy, f32x4.mul(dy, f32x4.splat(alpha)), positive);
}

/** `y = activation(x + bias)` over `size` floats, the bias spread over a period. */
export function biasRows(
  x: usize,
  size: i32,
  period: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
  y: usize,
): void {
  for (; size > 0; size -= period) {
    const whole = min(size, period) & ~3;
    let i: usize = 0;
    for (; i < (<usize>whole) << 2; i += 16) {
      const value = f32x4.add(v128.load(x + i), v128.load(bias + i));
      v128.store(y + i, activate(activation, alpha, value));
    }
    const rest = min(size, period) - whole;
    if (rest > 0) {
      const value = f32x4.add(loadLanes(x + i, rest), v128.load(bias + i));
      storeLanes(y + i, activate(activation, alpha, value), rest);
    }
    x += (<usize>period) << 2;
    y += (<usize>period) << 2;
  }
}

/** `dx = dy * activation'(y)` over `size` floats. */
export function activationGradient(
  dy: usize,
  y: usize,
  size: i32,
  activation: i32,
  alpha: f32,
  dx: usize,
): void {
  for (; size >= 4; size -= 4) {
    v128.store(dx, deactivate(activation, alpha, v128.load(dy), v128.load(y)));
    dy += 16;
    y += 16;
    dx += 16;
  }
  storeLanes(dx, deactivate(activation, alpha, loadLanes(dy, size), loadLanes(y, size)), size);
}
