/** One step of an optimiser for one parameter of `size` floats, and of a moving average. */
import { loadLanes, storeLanes } from './tiles';

/**
 * Adam: `m' = beta1 m + (1 - beta1) g`, `v' = beta2 v + (1 - beta2) g^2`,
 * `parameter' = parameter - rate (m' / correction1) / (sqrt(v' / correction2) + epsilon)`.
 */
export function adamStep(
  parameter: usize,
  gradient: usize,
  m: usize,
  v: usize,
  size: i32,
  rate: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  epsilon: f32,
  correction1: f32,
  correction2: f32,
  newParameter: usize,
  newM: usize,
  newV: usize,
): void {
  for (let at: usize = 0; size > 0; at += 16) {
    const count = min(size, 4);
    const g = loadLanes(gradient + at, count);
    const mean = f32x4.add(
      f32x4.mul(loadLanes(m + at, count), f32x4.splat(beta1)),
      f32x4.mul(g, f32x4.splat(rest1)),
    );
    const square = f32x4.add(
      f32x4.mul(loadLanes(v + at, count), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(rest2)),
    );
    const step = f32x4.div(
      f32x4.div(mean, f32x4.splat(correction1)),
      f32x4.add(f32x4.sqrt(f32x4.div(square, f32x4.splat(correction2))), f32x4.splat(epsilon)),
    );
    storeLanes(newM + at, mean, count);
    storeLanes(newV + at, square, count);
    const moved = f32x4.sub(loadLanes(parameter + at, count), f32x4.mul(f32x4.splat(rate), step));
    storeLanes(newParameter + at, moved, count);
    size -= 4;
  }
}

/**
 * RMSProp: `meanSquare' = decay meanSquare + (1 - decay) g^2`,
 * `parameter' = parameter - rate g / (sqrt(meanSquare') + epsilon)`.
 */
export function rmsPropStep(
  parameter: usize,
  gradient: usize,
  meanSquare: usize,
  size: i32,
  rate: f32,
  decay: f32,
  rest: f32,
  epsilon: f32,
  newParameter: usize,
  newMeanSquare: usize,
): void {
  for (let at: usize = 0; size > 0; at += 16) {
    const count = min(size, 4);
    const g = loadLanes(gradient + at, count);
    const square = f32x4.add(
      f32x4.mul(loadLanes(meanSquare + at, count), f32x4.splat(decay)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(rest)),
    );
    const step = f32x4.div(g, f32x4.add(f32x4.sqrt(square), f32x4.splat(epsilon)));
    storeLanes(newMeanSquare + at, square, count);
    const moved = f32x4.sub(loadLanes(parameter + at, count), f32x4.mul(f32x4.splat(rate), step));
    storeLanes(newParameter + at, moved, count);
    size -= 4;
  }
}

/** A moving average of `size` floats: `newAverage = keep average + add value`. */
export function movingAverage(
  average: usize,
  value: usize,
  size: i32,
  keep: f32,
  add: f32,
  newAverage: usize,
): void {
  for (let at: usize = 0; size > 0; at += 16) {
    const count = min(size, 4);
    const kept = f32x4.mul(loadLanes(average + at, count), f32x4.splat(keep));
    const added = f32x4.mul(loadLanes(value + at, count), f32x4.splat(add));
    storeLanes(newAverage + at, f32x4.add(kept, added), count);
    size -= 4;
  }
}

/** Moves `size` floats into `[-bound, bound]`, in place. NaN stays. */
export function clip(x: usize, size: i32, bound: f32): void {
  for (; size > 0; size -= 4) {
    const count = min(size, 4);
    storeLanes(x, f32x4.max(f32x4.min(loadLanes(x, count), f32x4.splat(bound)), f32x4.splat(-bound)), count);
    x += 16;
  }
}
