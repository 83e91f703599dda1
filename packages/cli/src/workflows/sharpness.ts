import type { ImageArray } from '@cvg/apps';

/**
 * Sharpness of images: the variance of the Laplacian, mean over the images. Of each image's grey values (the mean of its channels) it
 * takes `4 g(x, y) - g(x - 1, y) - g(x + 1, y) - g(x, y - 1) - g(x, y + 1)` at every pixel that has four neighbours, and of those the
 * population variance. Blur lowers it, and noise raises it: read it as a share of that of real images, 1 being right.
 */
export class Sharpness {
  #sum = 0;
  #n = 0;

  /** Adds a batch; the sides of its images are at least 3. */
  add({ images, shape: [n, height, width, channels] }: ImageArray): void {
    if (height < 3 || width < 3) {
      throw new RangeError(`Sharpness: expected sides of at least 3, got ${height} x ${width}.`);
    }
    const grey = new Float64Array(height * width);
    for (let image = 0; image < n; image++) {
      grey.fill(0);
      const start = image * grey.length * channels;
      for (let index = 0; index < grey.length * channels; index++) {
        const pixel = Math.floor(index / channels);
        grey[pixel] = (grey[pixel] ?? 0) + (images[start + index] ?? NaN) / channels;
      }
      this.#sum += laplacianVariance(grey, height, width);
    }
    this.#n += n;
  }

  /** The mean over all images so far. */
  result(): number {
    if (this.#n === 0) throw new RangeError('Sharpness: expected at least one image, got none.');
    return this.#sum / this.#n;
  }
}

function laplacianVariance(grey: Float64Array, height: number, width: number): number {
  let [sum, squares] = [0, 0];
  const at = (pixel: number): number => grey[pixel] ?? NaN;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const pixel = y * width + x;
      const value = 4 * at(pixel) - at(pixel - 1) - at(pixel + 1) - at(pixel - width) - at(pixel + width);
      sum += value;
      squares += value * value;
    }
  }
  const count = (height - 2) * (width - 2);
  return Math.max(0, squares / count - (sum / count) ** 2);
}
