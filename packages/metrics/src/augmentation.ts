import type { ImageBatch } from './image-batch.js';
import type { Uniform } from './random.js';

export interface Augmentation {
  /** Largest shift in pixels, in each direction. */
  readonly maxShift: number;
  /** Whether half of the images are mirrored left to right. */
  readonly flip: boolean;
}

/**
 * A copy of the images, each shifted by a random whole number of pixels up to `maxShift` up or down and left or right
 * (the border pixels repeat), then mirrored by chance.
 */
export function augmentImages(
  { images, shape }: Pick<ImageBatch, 'images' | 'shape'>,
  { maxShift, flip }: Augmentation,
  uniform: Uniform,
): Float32Array {
  const [n, height, width, channels] = shape;
  const out = new Float32Array(images.length);
  const drawShift = (): number => Math.floor(uniform() * (2 * maxShift + 1)) - maxShift;
  for (let image = 0; image < n; image++) {
    const down = drawShift();
    const right = drawShift();
    const mirrored = flip && uniform() < 0.5;
    const sourceColumns = Int32Array.from({ length: width }, (_, x) => {
      const unshifted = (mirrored ? width - 1 - x : x) - right;
      return Math.min(width - 1, Math.max(0, unshifted)) * channels;
    });
    for (let y = 0; y < height; y++) {
      const sourceRow = (image * height + Math.min(height - 1, Math.max(0, y - down))) * width * channels;
      let target = (image * height + y) * width * channels;
      for (const sourceColumn of sourceColumns) {
        for (let channel = 0; channel < channels; channel++) {
          out[target++] = images[sourceRow + sourceColumn + channel] ?? 0;
        }
      }
    }
  }
  return out;
}
