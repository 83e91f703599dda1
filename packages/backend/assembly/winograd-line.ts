/**
 * Correlation along one axis with few multiplications (Winograd 1980; Lavin and Gray, "Fast Algorithms for Convolutional
 * Neural Networks"): six inputs and the weights are polynomials, evaluated at the points 0, 1, -1, 2, -2 and infinity,
 * multiplied point by point, and interpolated. `taps` weights and six inputs give `7 - taps` outputs.
 */
import { multiplyAdd } from './tiles';

/** Points along an axis. */
export const POINTS: i32 = 6;

/** Vector `index` of a table. */
export function at(table: usize, index: i32): v128 {
  return v128.load(table + ((<usize>index) << 4));
}

/** `factor * x + y`. */
function scaled(factor: f32, x: v128, y: v128): v128 {
  return multiplyAdd(f32x4.splat(factor), x, y);
}

/** Six inputs at the six points: vectors at distance `stride`. */
export function evaluateInputs(
  d0: v128,
  d1: v128,
  d2: v128,
  d3: v128,
  d4: v128,
  d5: v128,
  to: usize,
  stride: usize,
): void {
  v128.store(to, scaled(4, d0, scaled(-5, d2, d4)));
  const even1 = scaled(-4, d2, d4);
  const odd1 = scaled(-4, d1, d3);
  v128.store(to + stride, f32x4.add(even1, odd1));
  v128.store(to + 2 * stride, f32x4.sub(even1, odd1));
  const even2 = f32x4.sub(d4, d2);
  const odd2 = f32x4.sub(d3, d1);
  v128.store(to + 3 * stride, scaled(2, odd2, even2));
  v128.store(to + 4 * stride, scaled(-2, odd2, even2));
  v128.store(to + 5 * stride, scaled(4, d1, scaled(-5, d3, d5)));
}

/** Up to five weights at the six points; `last` is the one of the highest power. */
export function evaluateWeights(
  g0: v128,
  g1: v128,
  g2: v128,
  g3: v128,
  g4: v128,
  last: v128,
  to: usize,
  stride: usize,
): void {
  v128.store(to, f32x4.mul(g0, f32x4.splat(0.25)));
  const even1 = f32x4.add(f32x4.add(g0, g2), g4);
  const odd1 = f32x4.add(g1, g3);
  const sixth = f32x4.splat(-1 / 6.0);
  v128.store(to + stride, f32x4.mul(f32x4.add(even1, odd1), sixth));
  v128.store(to + 2 * stride, f32x4.mul(f32x4.sub(even1, odd1), sixth));
  const even2 = scaled(16, g4, scaled(4, g2, g0));
  const odd2 = scaled(8, g3, scaled(2, g1, f32x4.splat(0)));
  const part = f32x4.splat(1 / 24.0);
  v128.store(to + 3 * stride, f32x4.mul(f32x4.add(even2, odd2), part));
  v128.store(to + 4 * stride, f32x4.mul(f32x4.sub(even2, odd2), part));
  v128.store(to + 5 * stride, last);
}

/** The first `outputs` (2 to 5) outputs of six values at the points, which lie at distance `stride`; to a table. */
export function interpolate(from: usize, stride: usize, outputs: i32, to: usize, toStride: usize): void {
  const p0 = v128.load(from);
  const p1 = v128.load(from + stride);
  const p2 = v128.load(from + 2 * stride);
  const p3 = v128.load(from + 3 * stride);
  const p4 = v128.load(from + 4 * stride);
  const p5 = v128.load(from + 5 * stride);
  const even1 = f32x4.add(p1, p2);
  const odd1 = f32x4.sub(p1, p2);
  const even2 = f32x4.add(p3, p4);
  const odd2 = f32x4.sub(p3, p4);
  v128.store(to, f32x4.add(p0, f32x4.add(even1, even2)));
  v128.store(to + toStride, scaled(2, odd2, odd1));
  if (outputs > 2) v128.store(to + 2 * toStride, scaled(4, even2, even1));
  if (outputs > 3) v128.store(to + 3 * toStride, scaled(8, odd2, odd1));
  if (outputs > 4) v128.store(to + 4 * toStride, scaled(16, even2, even1));
  const last = to + <usize>(outputs - 1) * toStride;
  v128.store(last, f32x4.add(v128.load(last), p5));
}
