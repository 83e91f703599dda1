import type { ImageArray } from './image-batch.js';
import { assertImagePair, comparedPixels, planeOf } from './image-pairs.js';
import { measurement, type Measurement } from './measurement.js';
import type { SimilarityOptions } from './psnr.js';
import { interiorMean, ssimMap, WINDOW_SIZE } from './ssim-map.js';

/** What {@link ssim} measured: the mean over the images. */
export interface SsimResult extends Measurement<'ssim'> {
  /** Of each image, at most 1. */
  readonly perImage: readonly number[];
}

/**
 * Structural similarity (Wang et al., 2004) under a Gaussian window of 11x11 pixels and deviation 1.5, with L = 2, the range of [-1, 1];
 * of each channel, then their mean. 1 for equal images. Without masks it is the mean over the pixels around which the window
 * lies inside the image; with masks the mean over the pixels inside, of which the windows look outside the hole too, and at the image's
 * borders see it mirrored. (scikit-image's `structural_similarity` with `gaussian_weights`.)
 * @param images - In [-1, 1], `[n, H, W, C]`, sides of at least 11.
 * @param truth - What they should be, in the same shape.
 * @param options - Masks: only pixels inside are compared.
 * @returns The mean, and the number of images.
 * @throws RangeError - Shapes differ, a side is below 11, or a mask is empty.
 */
export function ssim(images: ImageArray, truth: ImageArray, { masks }: SimilarityOptions = {}): SsimResult {
  assertImagePair('ssim', images, truth);
  const [n, height, width, channels] = images.shape;
  assertSides('ssim', height, width);
  const pixels = comparedPixels('ssim', images.shape, masks);
  const perImage = Array.from({ length: n }, (_, image) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      const [x, y] = [planeOf(images, image, channel), planeOf(truth, image, channel)];
      const map = ssimMap(x, y, height, width).ssim;
      sum += masks ? meanAt(map, pixels[image] ?? new Int32Array()) : interiorMean(map, height, width);
    }
    return sum / channels;
  });
  const mean = perImage.reduce((sum, value) => sum + value, 0) / n;
  return {
    ...measurement(
      'ssim',
      { ssim: mean },
      { n: { real: n, generated: n }, network: null, settings: { masked: masks ? 1 : 0 } },
    ),
    perImage,
  };
}

/** Refuses images that are smaller than the window. */
export function assertSides(name: string, height: number, width: number): void {
  if (Math.min(height, width) < WINDOW_SIZE) {
    throw new RangeError(
      `${name}: expected images of at least ${WINDOW_SIZE}x${WINDOW_SIZE} pixels, got ${height}x${width}.`,
    );
  }
}

function meanAt(map: Float64Array, pixels: Int32Array): number {
  return pixels.reduce((sum, pixel) => sum + (map[pixel] ?? 0), 0) / pixels.length;
}
