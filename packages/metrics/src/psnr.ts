import type { ImageArray } from './image-batch.js';
import { assertImagePair, comparedPixels, DATA_RANGE, type Masks } from './image-pairs.js';
import { measurement, type Measurement } from './measurement.js';

export interface SimilarityOptions {
  /** Compares inside these masks only, as in the holes of inpainting. @default the whole images */
  readonly masks?: Masks;
}

/** What {@link psnr} measured: the mean over the images, in decibel. */
export interface PsnrResult extends Measurement<'psnr'> {
  /** Of each image; Infinity of one that is equal to its truth. */
  readonly perImage: readonly number[];
}

/**
 * Peak signal-to-noise ratio, `10 log10(L^2 / MSE)` in decibel, L = 2 being the range of [-1, 1]; of each image, then the mean.
 * The mean squared error is over all channels of the pixels compared. Higher is better; the mean is Infinity if any image is exact.
 * @param images - In [-1, 1], `[n, H, W, C]`.
 * @param truth - What they should be, in the same shape.
 * @param options - Masks: only pixels inside are compared.
 * @returns The mean, and the number of images.
 * @throws RangeError - Shapes differ, or a mask is empty.
 */
export function psnr(images: ImageArray, truth: ImageArray, { masks }: SimilarityOptions = {}): PsnrResult {
  assertImagePair('psnr', images, truth);
  const [n, height, width, channels] = images.shape;
  const perImage = comparedPixels('psnr', images.shape, masks).map((pixels, image) => {
    let sum = 0;
    for (const pixel of pixels) {
      const start = (image * height * width + pixel) * channels;
      for (let index = start; index < start + channels; index++) {
        sum += ((images.images[index] ?? 0) - (truth.images[index] ?? 0)) ** 2;
      }
    }
    return 10 * Math.log10((DATA_RANGE ** 2 * pixels.length * channels) / sum);
  });
  const mean = perImage.reduce((sum, value) => sum + value, 0) / n;
  return {
    ...measurement(
      'psnr',
      { psnr: mean },
      { n: { real: n, generated: n }, network: null, settings: { masked: masks ? 1 : 0 } },
    ),
    perImage,
  };
}
