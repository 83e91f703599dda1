import type { ImageArray } from './image-batch.js';
import { planeOf } from './image-pairs.js';
import { interiorMean, ssimMap, WINDOW_SIZE } from './ssim-map.js';

/** Weights of the scales, the finest first (Wang et al., 2003). */
const SCALE_WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/** How many scales images of this size have: five, or as many halvings as leave room for the window. */
export function numScales(height: number, width: number): number {
  const halvings = Math.floor(Math.log2(Math.min(height, width) / WINDOW_SIZE));
  return Math.min(SCALE_WEIGHTS.length, halvings + 1);
}

/**
 * Multi-scale SSIM of two images (Wang, Simoncelli and Bovik, 2003): `ssim_M^{w_M} prod_{j < M} contrast_j^{w_j}`, scale j being the image halved
 * j - 1 times by the mean of 2x2 pixels; negative factors count as 0; of each channel, then their mean. In [0, 1], 1 for equal images.
 * Images below 176 pixels have fewer than five scales (2 at 32, 3 at 64, 4 at 128), whose weights are scaled to sum 1.
 */
export function msSsim(left: ImageArray, leftIndex: number, right: ImageArray, rightIndex: number): number {
  const [, height, width, channels] = left.shape;
  let sum = 0;
  for (let channel = 0; channel < channels; channel++) {
    sum += ofPlanes(planeOf(left, leftIndex, channel), planeOf(right, rightIndex, channel), height, width);
  }
  return sum / channels;
}

function ofPlanes(x: Float64Array, y: Float64Array, height: number, width: number): number {
  const scales = numScales(height, width);
  const weights = SCALE_WEIGHTS.slice(0, scales);
  const total = scales === SCALE_WEIGHTS.length ? 1 : weights.reduce((sum, weight) => sum + weight, 0);
  let product = 1;
  for (const [scale, weight] of weights.entries()) {
    const { ssim, contrast } = ssimMap(x, y, height, width);
    const factor = interiorMean(scale === scales - 1 ? ssim : contrast, height, width);
    product *= Math.max(0, factor) ** (weight / total);
    if (scale === scales - 1) break;
    [x, y] = [halved(x, height, width), halved(y, height, width)];
    [height, width] = [Math.floor(height / 2), Math.floor(width / 2)];
  }
  return product;
}

/** Means of 2x2 pixels; an odd last row or column is left out. */
function halved(plane: Float64Array, height: number, width: number): Float64Array {
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
  return Float64Array.from({ length: rows * columns }, (_, pixel) => {
    const at = 2 * (Math.floor(pixel / columns) * width + (pixel % columns));
    return (
      ((plane[at] ?? 0) + (plane[at + 1] ?? 0) + (plane[at + width] ?? 0) + (plane[at + width + 1] ?? 0)) / 4
    );
  });
}
