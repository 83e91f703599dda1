import { applyTransform, invertTransform, type SimilarityTransform } from './similarity-transform.js';

const { abs, ceil, floor, max, min, round } = Math;

/** A decoded image in memory. */
export interface PixelImage {
  /** Rows from the top, `[height, width, channels]`, 0 to 255. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/**
 * A square crop of an image, each pixel looked up where `transform` takes it from: bilinear when enlarging; when shrinking by
 * 1 / r the tent of the bilinear filter is r pixels wide to either side, which averages what would alias (Pillow's BILINEAR and
 * PyTorch's `antialias=True`). Beyond its edges the image goes on with its outermost pixels.
 * Convention: `transform` takes points of the image to points of the crop, `(x, y)`, y down, (0, 0) the centre of the top-left pixel.
 * @param image - `[height, width, channels]`.
 * @param size - Side of the crop in pixels.
 * @returns `[size, size, channels]`, 0 to 255.
 */
export function resample(image: PixelImage, transform: SimilarityTransform, size: number): Uint8Array {
  const { data, width, height, channels } = image;
  const back = invertTransform(transform);
  const radius = max(1, back.scale);
  const columns = tent(radius);
  const rows = tent(radius);
  const [originX, originY] = applyTransform(back, [0, 0]);
  const [stepX, stepY] = [back.scale * Math.cos(back.angle), back.scale * Math.sin(back.angle)];
  const crop = new Uint8Array(size * size * channels);
  const sums = new Float64Array(channels);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      columns.place(originX + x * stepX - y * stepY, width);
      rows.place(originY + x * stepY + y * stepX, height);
      sums.fill(0);
      for (let row = 0; row < rows.count; row++) {
        const rowStart = (rows.indices[row] ?? 0) * width;
        const rowWeight = rows.weights[row] ?? 0;
        for (let column = 0; column < columns.count; column++) {
          const weight = rowWeight * (columns.weights[column] ?? 0);
          const pixel = (rowStart + (columns.indices[column] ?? 0)) * channels;
          for (let channel = 0; channel < channels; channel++) {
            sums[channel] = (sums[channel] ?? 0) + weight * (data[pixel + channel] ?? 0);
          }
        }
      }
      const total = rows.total * columns.total;
      const start = (y * size + x) * channels;
      for (let channel = 0; channel < channels; channel++) {
        crop[start + channel] = round((sums[channel] ?? 0) / total);
      }
    }
  }
  return crop;
}

/** The pixels of one axis under a tent, and their weights. */
interface Tent {
  readonly indices: Int32Array;
  readonly weights: Float64Array;
  /** How many of `indices` and `weights` are in use. */
  count: number;
  total: number;
  /** Moves the top of the tent to `center`, on an axis of `length` pixels. */
  place(center: number, length: number): void;
}

function tent(radius: number): Tent {
  const most = 2 * ceil(radius) + 1;
  const indices = new Int32Array(most);
  const weights = new Float64Array(most);
  return {
    indices,
    weights,
    count: 0,
    total: 0,
    place(center: number, length: number): void {
      this.count = 0;
      this.total = 0;
      // Farther out there is nothing but the outermost pixel.
      const top = min(max(center, -radius), length - 1 + radius);
      for (let index = floor(top - radius) + 1; index < top + radius; index++) {
        const weight = 1 - abs(index - top) / radius;
        indices[this.count] = min(max(index, 0), length - 1);
        weights[this.count] = weight;
        this.count++;
        this.total += weight;
      }
    },
  };
}
