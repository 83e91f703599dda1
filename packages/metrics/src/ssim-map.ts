import { DATA_RANGE } from './image-pairs.js';

/** The Gaussian window is cut off this far from its centre: 11x11 pixels. */
export const WINDOW_RADIUS = 5;
export const WINDOW_SIZE = 2 * WINDOW_RADIUS + 1;
const SIGMA = 1.5;
const C1 = (0.01 * DATA_RANGE) ** 2;
const C2 = (0.03 * DATA_RANGE) ** 2;

const WINDOW = gaussian();

/** SSIM and its contrast-structure part at every pixel, `[height * width]` each. */
export interface SsimMap {
  readonly ssim: Float64Array;
  readonly contrast: Float64Array;
}

function gaussian(): Float64Array {
  const weights = Float64Array.from({ length: WINDOW_SIZE }, (_, tap) =>
    Math.exp(-((tap - WINDOW_RADIUS) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * SSIM at every pixel (Wang et al., 2004): with means, variances and covariance under a Gaussian window of deviation 1.5,
 * `contrast = (2 s_xy + C2) / (s_x^2 + s_y^2 + C2)`, `ssim = contrast (2 m_x m_y + C1) / (m_x^2 + m_y^2 + C1)`, C1 = (0.01 L)^2, C2 = (0.03 L)^2.
 * At the borders the window sees the image mirrored, its outermost pixels twice.
 * @param x - One channel, `[height * width]`, sides of at least 11.
 */
export function ssimMap(x: Float64Array, y: Float64Array, height: number, width: number): SsimMap {
  const blur = (plane: Float64Array): Float64Array => blurred(plane, height, width);
  const [meanX, meanY] = [blur(x), blur(y)];
  const [squareX, squareY] = [blur(product(x, x)), blur(product(y, y))];
  const cross = blur(product(x, y));
  const ssim = new Float64Array(x.length);
  const contrast = new Float64Array(x.length);
  for (let pixel = 0; pixel < x.length; pixel++) {
    const [mx, my] = [meanX[pixel] ?? 0, meanY[pixel] ?? 0];
    const variances = (squareX[pixel] ?? 0) - mx * mx + (squareY[pixel] ?? 0) - my * my;
    const covariance = (cross[pixel] ?? 0) - mx * my;
    const structure = (2 * covariance + C2) / (variances + C2);
    contrast[pixel] = structure;
    ssim[pixel] = (structure * (2 * mx * my + C1)) / (mx * mx + my * my + C1);
  }
  return { ssim, contrast };
}

/** The mean over the pixels around which the whole window lies inside the image. */
export function interiorMean(map: Float64Array, height: number, width: number): number {
  let sum = 0;
  for (let y = WINDOW_RADIUS; y < height - WINDOW_RADIUS; y++) {
    for (let x = WINDOW_RADIUS; x < width - WINDOW_RADIUS; x++) sum += map[y * width + x] ?? 0;
  }
  return sum / ((height - 2 * WINDOW_RADIUS) * (width - 2 * WINDOW_RADIUS));
}

function product(x: Float64Array, y: Float64Array): Float64Array {
  return x.map((value, index) => value * (y[index] ?? 0));
}

function blurred(plane: Float64Array, height: number, width: number): Float64Array {
  const across = blurredLines(plane, { lines: height, length: width, lineStride: width, stride: 1 });
  return blurredLines(across, { lines: width, length: height, lineStride: 1, stride: width });
}

interface Lines {
  readonly lines: number;
  readonly length: number;
  readonly lineStride: number;
  readonly stride: number;
}

function blurredLines(plane: Float64Array, { lines, length, lineStride, stride }: Lines): Float64Array {
  const result = new Float64Array(plane.length);
  const padded = new Float64Array(length + 2 * WINDOW_RADIUS);
  for (let line = 0; line < lines; line++) {
    for (let place = 0; place < padded.length; place++) {
      const at = place - WINDOW_RADIUS;
      const mirrored = at < 0 ? -1 - at : at >= length ? 2 * length - 1 - at : at;
      padded[place] = plane[line * lineStride + mirrored * stride] ?? 0;
    }
    for (let place = 0; place < length; place++) {
      let sum = 0;
      for (let tap = 0; tap < WINDOW_SIZE; tap++) sum += (WINDOW[tap] ?? 0) * (padded[place + tap] ?? 0);
      result[line * lineStride + place * stride] = sum;
    }
  }
  return result;
}
