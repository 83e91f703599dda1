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
    for (let y = 0; y < height; y++) {
      const sourceRow = (image * height + Math.min(height - 1, Math.max(0, y - down))) * width;
      const targetRow = (image * height + y) * width;
      for (let x = 0; x < width; x++) {
        const source = (sourceRow + Math.min(width - 1, Math.max(0, x - right))) * channels;
        const target = (targetRow + (mirrored ? width - 1 - x : x)) * channels;
        for (let channel = 0; channel < channels; channel++) {
          out[target + channel] = images[source + channel] ?? 0;
        }
      }
    }
  }
  return out;
}
