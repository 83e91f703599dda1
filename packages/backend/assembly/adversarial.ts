/** Losses of adversarial training for small batches, with their gradients. */
import { sigmoid4, softplus4 } from './math';
import { loadLanes, storeLanes } from './tiles';

/** Sum of the first `count` (1 to 4) lanes. */
function sumLanes(x: v128, count: i32): f64 {
  let sum = <f64>f32x4.extract_lane(x, 0);
  if (count > 1) sum += <f64>f32x4.extract_lane(x, 1);
  if (count > 2) sum += <f64>f32x4.extract_lane(x, 2);
  if (count > 3) sum += <f64>f32x4.extract_lane(x, 3);
  return sum;
}

/**
 * How far `size` scores are from being judged real (`sign` 1) or generated (-1): the mean of `-log(sigmoid(sign x))`, or for
 * a Wasserstein critic (`isCritic`) of `-sign x`.
 * @param scale - Factor of the gradients only.
 */
export function judgementLoss(
  x: usize,
  size: i32,
  sign: f32,
  isCritic: bool,
  scale: f32,
  loss: usize,
  gradients: usize,
): void {
  const factor = f32x4.splat((-sign * scale) / <f32>size);
  const away = f32x4.splat(-sign);
  let sum: f64 = 0;
  for (let left = size; left > 0; left -= 4) {
    const count = min(left, 4);
    const value = f32x4.mul(away, loadLanes(x, count));
    sum += sumLanes(isCritic ? value : softplus4(value), count);
    storeLanes(gradients, isCritic ? factor : f32x4.mul(factor, sigmoid4(value)), count);
    x += 16;
    gradients += 16;
  }
  store<f32>(loss, <f32>(sum / <f64>size));
}

/**
 * Eq. 2: half the squared distance of two mean feature vectors, `1/2 |mean fake - mean real|^2`.
 * @param scale - Factor of the gradients only.
 * @param gradients - With respect to each of the `rows` generated samples, `[rows, features]`.
 */
export function meanFeatureLoss(
  realMean: usize,
  fakeMean: usize,
  rows: i32,
  features: i32,
  scale: f32,
  loss: usize,
  gradients: usize,
): void {
  const factor = f32x4.splat(scale / <f32>rows);
  let sum: f64 = 0;
  const row = (<usize>features) << 2;
  for (let left = features; left > 0; left -= 4) {
    const count = min(left, 4);
    const difference = f32x4.sub(loadLanes(fakeMean, count), loadLanes(realMean, count));
    sum += sumLanes(f32x4.mul(difference, difference), count);
    const gradient = f32x4.mul(factor, difference);
    let to = gradients;
    for (let i = rows; i > 0; i--) {
      storeLanes(to, gradient, count);
      to += row;
    }
    realMean += 16;
    fakeMean += 16;
    gradients += 16;
  }
  store<f32>(loss, <f32>(sum * 0.5));
}
