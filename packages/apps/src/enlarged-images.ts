import { assertImages, type ImageArray } from './image-array.js';
import { reductionFactor, withLowFrequencies } from './low-frequencies.js';
import type { EncoderAndGenerator } from './run-networks.js';

/** Small images in the size of the networks, by bilinear interpolation between the centres of their pixels, with their reduction kept. */
export function enlargedImages(
  name: string,
  { generator }: EncoderAndGenerator,
  small: ImageArray,
): ImageArray {
  assertImages(name, small);
  const { spec } = generator;
  if (spec.architecture === 'mlp') throw new RangeError(`${name}: an MLP makes no images.`);
  const { imageSize, channels } = spec;
  const shape = [small.shape[0], imageSize, imageSize, channels] as const;
  const factor = reductionFactor(name, small, shape);
  const [n, smallHeight, smallWidth] = small.shape;
  const rows = positions(smallHeight, factor);
  const columns = positions(smallWidth, factor);
  const images = new Float32Array(n * imageSize * imageSize * channels);
  let target = 0;
  for (let image = 0; image < n; image++) {
    for (const row of rows) {
      for (const column of columns) {
        for (let channel = 0; channel < channels; channel++) {
          const at = (y: number, x: number): number =>
            small.images[((image * smallHeight + y) * smallWidth + x) * channels + channel] ?? NaN;
          const top = at(row.low, column.low) * (1 - column.share) + at(row.low, column.high) * column.share;
          const bottom =
            at(row.high, column.low) * (1 - column.share) + at(row.high, column.high) * column.share;
          images[target++] = top * (1 - row.share) + bottom * row.share;
        }
      }
    }
  }
  return withLowFrequencies({ images, shape }, small);
}

/** For each large pixel of a line the two small ones whose centres it lies between, and the second one's share. */
function positions(size: number, factor: number): { low: number; high: number; share: number }[] {
  return Array.from({ length: size * factor }, (_, place) => {
    const position = Math.min(size - 1, Math.max(0, (place + 0.5) / factor - 0.5));
    const low = Math.floor(position);
    return { low, high: Math.min(size - 1, low + 1), share: position - low };
  });
}
