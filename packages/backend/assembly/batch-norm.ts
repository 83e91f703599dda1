/** Batch normalization and its gradient, as lines a channel (periods.ts says how channels are laid out). */
import { activate, deactivate, NONE } from './activation';
import { CHUNK, drain, periodFloats } from './periods';
import { loadLanes, multiplyAdd, storeLanes } from './tiles';

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
