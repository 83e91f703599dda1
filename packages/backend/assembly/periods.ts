/**
 * Sums over the rows of `[rows, channels]`, and the layout of whatever differs from channel to channel.
 *
 * A period is the shortest run of whole rows that is whole vectors of four. Per-channel values are laid out over
 * one period (at least eight vectors long, to hide latencies), so that any number of channels runs on full vectors.
 */
import { loadLanes, multiplyAdd } from './tiles';

/** Periods summed in float32 before they are added to float64 totals. */
export const CHUNK: i32 = 32;

/** Floats of a period: a multiple of 4 and of `channels`, at least 32. */
export function periodFloats(channels: i32): i32 {
  const whole = channels % 4 == 0 ? channels : channels % 2 == 0 ? 2 * channels : 4 * channels;
  return whole >= 32 ? whole : whole * ((31 + whole) / whole);
}

/** Repeats `channels` floats over one period. */
export function spread(values: usize, channels: i32, period: i32, to: usize): void {
  for (let i = 0; i < period; i++) {
    store<f32>(to + ((<usize>i) << 2), load<f32>(values + ((<usize>(i % channels)) << 2)));
  }
}

/** Adds the float32 sums of a period to the channels' float64 totals and clears them. */
export function drain(sums: usize, period: i32, channels: i32, totals: usize): void {
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
