/**
 * Kernels over `[rows, channels]` that treat channels differently: batch normalization, bias, sums over rows.
 *
 * A period is the shortest run of whole rows that is whole vectors of four. Per-channel values are laid out over
 * one period (at least eight vectors long, to hide latencies), so that any number of channels runs on full vectors.
 */
import { loadLanes, multiplyAdd, storeLanes } from './tiles';

/** Codes of activations; the same list stands in src/wasm/kernels/activation.ts. */
const NONE: i32 = 0;
const RELU: i32 = 1;
// 2 is leaky ReLU.

/** Periods summed in float32 before they are added to float64 totals. */
const CHUNK: i32 = 32;

/** Floats of a period: a multiple of 4 and of `channels`, at least 32. */
export function periodFloats(channels: i32): i32 {
  const whole = channels % 4 == 0 ? channels : channels % 2 == 0 ? 2 * channels : 4 * channels;
  return whole >= 32 ? whole : whole * ((31 + whole) / whole);
}

/** `activation(x)`. */
function activate(activation: i32, alpha: f32, x: v128): v128 {
  if (activation == NONE) return x;
  const negative = f32x4.lt(x, f32x4.splat(0));
  if (activation == RELU) return v128.andnot(x, negative);
  return v128.bitselect(f32x4.mul(x, f32x4.splat(alpha)), x, negative);
}

/** `dy * activation'`, from the sign of the activation's result. */
function deactivate(activation: i32, alpha: f32, dy: v128, y: v128): v128 {
  if (activation == NONE) return dy;
  const positive = f32x4.gt(y, f32x4.splat(0));
  if (activation == RELU) return v128.and(dy, positive);
  return v128.bitselect(dy, f32x4.mul(dy, f32x4.splat(alpha)), positive);
}

/** Repeats `channels` floats over one period. */
function spread(values: usize, channels: i32, period: i32, to: usize): void {
  for (let i = 0; i < period; i++) {
    store<f32>(to + ((<usize>i) << 2), load<f32>(values + ((<usize>(i % channels)) << 2)));
  }
}

/** Adds the float32 sums of a period to the channels' float64 totals and clears them. */
function drain(sums: usize, period: i32, channels: i32, totals: usize): void {
  let channel = 0;
  for (let i = 0; i < period; i++) {
    const total = totals + ((<usize>channel) << 3);
    store<f64>(total, load<f64>(total) + <f64>load<f32>(sums + ((<usize>i) << 2)));
    store<f32>(sums + ((<usize>i) << 2), 0);
    channel++;
    if (channel == channels) channel = 0;
  }
}

/** Sums of the columns of `[rows, channels]` into float64 totals. */
function columnTotals(x: usize, rows: i32, channels: i32, sums: usize, totals: usize): void {
  const period = periodFloats(channels);
  let left = rows * channels;
  memory.fill(sums, 0, (<usize>period) << 2);
  memory.fill(totals, 0, (<usize>channels) << 3);
  for (let chunk = 0; left >= period; chunk++) {
    for (let i: usize = 0; i < (<usize>period) << 2; i += 16) {
      v128.store(sums + i, f32x4.add(v128.load(sums + i), v128.load(x + i)));
    }
    x += (<usize>period) << 2;
    left -= period;
    if (chunk % CHUNK == CHUNK - 1) drain(sums, period, channels, totals);
  }
  for (let i: usize = 0; left > 0; i += 16) {
    v128.store(sums + i, f32x4.add(v128.load(sums + i), loadLanes(x + i, left)));
    left -= 4;
  }
  drain(sums, period, channels, totals);
}

/** Sums of the squared distances of the columns of `[rows, channels]` from `centers` (spread over a period). */
function squareTotals(x: usize, rows: i32, channels: i32, centers: usize, sums: usize, totals: usize): void {
  const period = periodFloats(channels);
  let left = rows * channels;
  memory.fill(sums, 0, (<usize>period) << 2);
  memory.fill(totals, 0, (<usize>channels) << 3);
  for (let chunk = 0; left >= period; chunk++) {
    for (let i: usize = 0; i < (<usize>period) << 2; i += 16) {
      const distance = f32x4.sub(v128.load(x + i), v128.load(centers + i));
      v128.store(sums + i, multiplyAdd(distance, distance, v128.load(sums + i)));
    }
    x += (<usize>period) << 2;
    left -= period;
    if (chunk % CHUNK == CHUNK - 1) drain(sums, period, channels, totals);
  }
  for (let i = 0; i < left; i++) {
    const at = (<usize>i) << 2;
    const distance = load<f32>(x + at) - load<f32>(centers + at);
    store<f32>(sums + at, load<f32>(sums + at) + distance * distance);
  }
  drain(sums, period, channels, totals);
}

/** `output[c] = factor * sum over rows of x[row, c]`. @param scratch - `periodFloats + 2 * channels` floats. */
export function sumRows(
  x: usize,
  rows: i32,
  channels: i32,
  output: usize,
  factor: f64,
  scratch: usize,
): void {
  const totals = scratch;
  const sums = totals + ((<usize>channels) << 3);
  columnTotals(x, rows, channels, sums, totals);
  for (let c = 0; c < channels; c++) {
    store<f32>(output + ((<usize>c) << 2), <f32>(load<f64>(totals + ((<usize>c) << 3)) * factor));
  }
}

/** `y = activation(x * slopes + shifts)`, both spread over a period. */
function affineRows(
  x: usize,
  size: i32,
  period: i32,
  slopes: usize,
  shifts: usize,
  activation: i32,
  alpha: f32,
  y: usize,
): void {
  for (; size > 0; size -= period) {
    const whole = min(size, period) & ~3;
    let i: usize = 0;
    for (; i < (<usize>whole) << 2; i += 16) {
      const value = multiplyAdd(v128.load(x + i), v128.load(slopes + i), v128.load(shifts + i));
      v128.store(y + i, activate(activation, alpha, value));
    }
    const rest = min(size, period) - whole;
    if (rest > 0) {
      const value = multiplyAdd(loadLanes(x + i, rest), v128.load(slopes + i), v128.load(shifts + i));
      storeLanes(y + i, activate(activation, alpha, value), rest);
    }
    x += (<usize>period) << 2;
    y += (<usize>period) << 2;
  }
}

/**
 * `y = activation((x - mean) / sqrt(variance + epsilon) * scale + offset)` with given statistics.
 * @param scratch - `2 * periodFloats` floats.
 */
export function normalize(
  x: usize,
  rows: i32,
  channels: i32,
  mean: usize,
  variance: usize,
  scale: usize,
  offset: usize,
  epsilon: f64,
  activation: i32,
  alpha: f32,
  y: usize,
  scratch: usize,
): void {
  const period = periodFloats(channels);
  const slopes = scratch;
  const shifts = slopes + ((<usize>period) << 2);
  for (let i = 0; i < period; i++) {
    const at = (<usize>(i % channels)) << 2;
    const gain: f64 = scale == 0 ? 1 : <f64>load<f32>(scale + at);
    const base: f64 = offset == 0 ? 0 : <f64>load<f32>(offset + at);
    const slope = gain / sqrt(<f64>load<f32>(variance + at) + epsilon);
    store<f32>(slopes + ((<usize>i) << 2), <f32>slope);
    store<f32>(shifts + ((<usize>i) << 2), <f32>(base - slope * <f64>load<f32>(mean + at)));
  }
  affineRows(x, rows * channels, period, slopes, shifts, activation, alpha, y);
}

/**
 * Batch normalization with the batch's own mean and biased variance, which it also stores.
 * @param scratch - `3 * periodFloats + 2 * channels` floats.
 */
export function batchNormTraining(
  x: usize,
  rows: i32,
  channels: i32,
  scale: usize,
  offset: usize,
  epsilon: f64,
  activation: i32,
  alpha: f32,
  y: usize,
  mean: usize,
  variance: usize,
  scratch: usize,
): void {
  const period = periodFloats(channels);
  const totals = scratch;
  const sums = totals + ((<usize>channels) << 3);
  const centers = sums + ((<usize>period) << 2);
  columnTotals(x, rows, channels, sums, totals);
  for (let c = 0; c < channels; c++) {
    store<f32>(mean + ((<usize>c) << 2), <f32>(load<f64>(totals + ((<usize>c) << 3)) / <f64>rows));
  }
  spread(mean, channels, period, centers);
  squareTotals(x, rows, channels, centers, sums, totals);
  for (let c = 0; c < channels; c++) {
    store<f32>(variance + ((<usize>c) << 2), <f32>(load<f64>(totals + ((<usize>c) << 3)) / <f64>rows));
  }
  normalize(x, rows, channels, mean, variance, scale, offset, epsilon, activation, alpha, y, sums);
}

/** `g = dy * activation'(y)` into `dx`, and the totals of `g` and of `g * (x - mean)`. */
function gradientTotals(
  dy: usize,
  x: usize,
  y: usize,
  size: i32,
  channels: i32,
  centers: usize,
  activation: i32,
  alpha: f32,
  dx: usize,
  plain: usize,
  weighted: usize,
  totals: usize,
): void {
  const period = periodFloats(channels);
  const weightedTotals = totals + ((<usize>channels) << 3);
  memory.fill(plain, 0, (<usize>period) << 2);
  memory.fill(weighted, 0, (<usize>period) << 2);
  memory.fill(totals, 0, (<usize>channels) << 4);
  for (let chunk = 0; size >= period; chunk++) {
    for (let i: usize = 0; i < (<usize>period) << 2; i += 16) {
      let g = v128.load(dy + i);
      if (activation != NONE) g = deactivate(activation, alpha, g, v128.load(y + i));
      v128.store(dx + i, g);
      v128.store(plain + i, f32x4.add(v128.load(plain + i), g));
      const distance = f32x4.sub(v128.load(x + i), v128.load(centers + i));
      v128.store(weighted + i, multiplyAdd(g, distance, v128.load(weighted + i)));
    }
    dy += (<usize>period) << 2;
    x += (<usize>period) << 2;
    y += (<usize>period) << 2;
    dx += (<usize>period) << 2;
    size -= period;
    if (chunk % CHUNK == CHUNK - 1) {
      drain(plain, period, channels, totals);
      drain(weighted, period, channels, weightedTotals);
    }
  }
  for (let i: usize = 0; size > 0; i += 16) {
    let g = loadLanes(dy + i, size);
    if (activation != NONE) g = deactivate(activation, alpha, g, loadLanes(y + i, size));
    storeLanes(dx + i, g, size);
    v128.store(plain + i, f32x4.add(v128.load(plain + i), g));
    const distance = f32x4.sub(loadLanes(x + i, size), v128.load(centers + i));
    v128.store(weighted + i, multiplyAdd(g, distance, v128.load(weighted + i)));
    size -= 4;
  }
  drain(plain, period, channels, totals);
  drain(weighted, period, channels, weightedTotals);
}

/** `dx = dx * slopes + x * factors + shifts`, all spread over a period. */
function combineRows(
  x: usize,
  size: i32,
  period: i32,
  slopes: usize,
  factors: usize,
  shifts: usize,
  dx: usize,
): void {
  for (; size > 0; size -= period) {
    const whole = min(size, period) & ~3;
    let i: usize = 0;
    for (; i < (<usize>whole) << 2; i += 16) {
      const partial = multiplyAdd(v128.load(x + i), v128.load(factors + i), v128.load(shifts + i));
      v128.store(dx + i, multiplyAdd(v128.load(dx + i), v128.load(slopes + i), partial));
    }
    const rest = min(size, period) - whole;
    if (rest > 0) {
      const partial = multiplyAdd(loadLanes(x + i, rest), v128.load(factors + i), v128.load(shifts + i));
      storeLanes(dx + i, multiplyAdd(loadLanes(dx + i, rest), v128.load(slopes + i), partial), rest);
    }
    x += (<usize>period) << 2;
    dx += (<usize>period) << 2;
  }
}

/**
 * Gradient of {@link batchNormTraining}: with `g = dy * activation'`, `i = 1 / sqrt(variance + epsilon)` and
 * `n = (x - mean) i`: `doffset = sum g`, `dscale = sum g n`, `dx = scale i (g - doffset / rows - n dscale / rows)`.
 * @param scratch - `3 * periodFloats + 4 * channels` floats.
 */
export function batchNormTrainingGradient(
  dy: usize,
  x: usize,
  y: usize,
  rows: i32,
  channels: i32,
  mean: usize,
  variance: usize,
  scale: usize,
  epsilon: f64,
  activation: i32,
  alpha: f32,
  dx: usize,
  dscale: usize,
  doffset: usize,
  scratch: usize,
): void {
  const period = periodFloats(channels);
  const size = rows * channels;
  const totals = scratch;
  const first = totals + ((<usize>channels) << 4);
  const second = first + ((<usize>period) << 2);
  const third = second + ((<usize>period) << 2);
  spread(mean, channels, period, first);
  gradientTotals(dy, x, y, size, channels, first, activation, alpha, dx, second, third, totals);
  for (let i = 0; i < period; i++) {
    const c = i % channels;
    const at = (<usize>c) << 2;
    const plain = load<f64>(totals + ((<usize>c) << 3));
    const inverse = 1 / sqrt(<f64>load<f32>(variance + at) + epsilon);
    const weighted = load<f64>(totals + ((<usize>(channels + c)) << 3)) * inverse;
    const slope = <f64>load<f32>(scale + at) * inverse;
    const factor = (-slope * inverse * weighted) / <f64>rows;
    const to = (<usize>i) << 2;
    if (i < channels) {
      store<f32>(doffset + at, <f32>plain);
      store<f32>(dscale + at, <f32>weighted);
    }
    store<f32>(first + to, <f32>slope);
    store<f32>(second + to, <f32>factor);
    store<f32>(third + to, <f32>((-slope * plain) / <f64>rows - factor * <f64>load<f32>(mean + at)));
  }
  combineRows(x, size, period, first, second, third, dx);
}

/** `y = activation(x + bias)`. @param scratch - `2 * periodFloats` floats. */
export function biasActivation(
  x: usize,
  rows: i32,
  channels: i32,
  bias: usize,
  activation: i32,
  alpha: f32,
  y: usize,
  scratch: usize,
): void {
  const period = periodFloats(channels);
  const slopes = scratch;
  const shifts = slopes + ((<usize>period) << 2);
  for (let i = 0; i < period; i++) store<f32>(slopes + ((<usize>i) << 2), 1);
  spread(bias, channels, period, shifts);
  affineRows(x, rows * channels, period, slopes, shifts, activation, alpha, y);
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
