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
export function spread(values: usize, channels: i32, period: i32, to: usize): void {
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

/** Sums of the columns of `[rows, channels]` into float64 totals. @param sums - Scratch of a period. */
export function columnTotals(x: usize, rows: i32, channels: i32, sums: usize, totals: usize): void {
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

/** Like {@link columnTotals} of the squared distances from `centers`, which are spread over a period. */
export function squareTotals(
  x: usize,
  rows: i32,
  channels: i32,
  centers: usize,
  sums: usize,
  totals: usize,
): void {
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

/** `output[c] = factor * (sum of the totals of all slices)`; the slices' totals follow one another. */
export function finishTotals(totals: usize, slices: i32, channels: i32, factor: f64, output: usize): void {
  for (let c = 0; c < channels; c++) {
    let sum: f64 = 0;
    for (let slice = 0; slice < slices; slice++) {
      sum += load<f64>(totals + ((<usize>(slice * channels + c)) << 3));
    }
    store<f32>(output + ((<usize>c) << 2), <f32>(sum * factor));
  }
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
  const sums = scratch + ((<usize>channels) << 3);
  columnTotals(x, rows, channels, sums, scratch);
  finishTotals(scratch, 1, channels, factor, output);
}

/** `y = activation(x * slopes + shifts)` over `size` floats, both spread over a period. */
export function affineRows(
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
 * Batch normalization as a line a channel, `x * slope + shift`, both spread over a period.
 * @param scale - 0 for ones.
 * @param offset - 0 for zeros.
 */
export function normalizationLine(
  channels: i32,
  mean: usize,
  variance: usize,
  scale: usize,
  offset: usize,
  epsilon: f64,
  slopes: usize,
  shifts: usize,
): void {
  const period = periodFloats(channels);
  for (let i = 0; i < period; i++) {
    const to = (<usize>i) << 2;
    if (i < channels) {
      const gain: f64 = scale == 0 ? 1 : <f64>load<f32>(scale + to);
      const base: f64 = offset == 0 ? 0 : <f64>load<f32>(offset + to);
      const slope = gain / sqrt(<f64>load<f32>(variance + to) + epsilon);
      store<f32>(slopes + to, <f32>slope);
      store<f32>(shifts + to, <f32>(base - slope * <f64>load<f32>(mean + to)));
    } else {
      const from = (<usize>(i - channels)) << 2;
      store<f32>(slopes + to, load<f32>(slopes + from));
      store<f32>(shifts + to, load<f32>(shifts + from));
    }
  }
}

/**
 * `g = dy * activation'(y)` into `dx`, and the totals of `g`, then those of `g * (x - mean)`, over `size` floats.
 * @param centers - The means, spread over a period.
 * @param plain - Scratch of a period, as `weighted`.
 */
export function gradientTotals(
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

/** `dx = dx * slopes + x * factors + shifts` over `size` floats, all three spread over a period. */
export function combineRows(
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
 * The gradient of batch normalization from the totals of {@link gradientTotals}: with `i = 1 / sqrt(variance + epsilon)`
 * and `n = (x - mean) i`, `doffset = sum g`, `dscale = sum g n` and
 * `dx = scale i (g - doffset / rows - n dscale / rows)`, the latter as coefficients of {@link combineRows}.
 */
export function gradientLine(
  rows: f64,
  channels: i32,
  totals: usize,
  slices: i32,
  mean: usize,
  variance: usize,
  scale: usize,
  epsilon: f64,
  dscale: usize,
  doffset: usize,
  slopes: usize,
  factors: usize,
  shifts: usize,
): void {
  const period = periodFloats(channels);
  for (let i = 0; i < period; i++) {
    const to = (<usize>i) << 2;
    if (i < channels) {
      let plain: f64 = 0;
      let weighted: f64 = 0;
      for (let slice = 0; slice < slices; slice++) {
        const at = totals + ((<usize>(2 * slice * channels + i)) << 3);
        plain += load<f64>(at);
        weighted += load<f64>(at + ((<usize>channels) << 3));
      }
      const inverse = 1 / sqrt(<f64>load<f32>(variance + to) + epsilon);
      weighted *= inverse;
      const slope = <f64>load<f32>(scale + to) * inverse;
      const factor = (-slope * inverse * weighted) / rows;
      store<f32>(doffset + to, <f32>plain);
      store<f32>(dscale + to, <f32>weighted);
      store<f32>(slopes + to, <f32>slope);
      store<f32>(factors + to, <f32>factor);
      store<f32>(shifts + to, <f32>((-slope * plain) / rows - factor * <f64>load<f32>(mean + to)));
    } else {
      const from = (<usize>(i - channels)) << 2;
      store<f32>(slopes + to, load<f32>(slopes + from));
      store<f32>(factors + to, load<f32>(factors + from));
      store<f32>(shifts + to, load<f32>(shifts + from));
    }
  }
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
