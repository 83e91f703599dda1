import type { ImageArray } from '@cvg/apps';

/** Keys' parameter: with it the interpolation is exact for quadratic functions (Catmull-Rom). */
const A = -0.5;

/** The pixels that an enlarged pixel is made of along one axis, and their weights. */
interface Taps {
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Images enlarged by bicubic interpolation (Keys, 1981, a = -0.5), clipped to [-1, 1].
 * Convention: pixels are squares, so the centre of pixel i lies at i + 1/2, and enlarging commutes with mirroring; borders are
 * repeated. (The enlargement of libvips is shifted by a part of a pixel.)
 * @param factor - An integer of at least 1.
 */
export function enlargeBicubic({ images, shape }: ImageArray, factor: number): ImageArray {
  const [n, height, width, channels] = shape;
  const [rows, columns] = [tapsOf(height, factor), tapsOf(width, factor)];
  const result = new Float32Array(images.length * factor * factor);
  let target = 0;
  for (let image = 0; image < n; image++) {
    for (const row of rows) {
      for (const column of columns) {
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          for (const [i, y] of row.places.entries()) {
            for (const [j, x] of column.places.entries()) {
              const value = images[((image * height + y) * width + x) * channels + channel] ?? NaN;
              sum += value * (row.weights[i] ?? NaN) * (column.weights[j] ?? NaN);
            }
          }
          result[target++] = Math.min(1, Math.max(-1, sum));
        }
      }
    }
  }
  return { images: result, shape: [n, height * factor, width * factor, channels] };
}

function tapsOf(size: number, factor: number): Taps[] {
  return Array.from({ length: size * factor }, (_, place) => {
    const position = (place + 0.5) / factor - 0.5;
    const first = Math.floor(position) - 1;
    const neighbours = [first, first + 1, first + 2, first + 3];
    return {
      places: neighbours.map((neighbour) => Math.min(size - 1, Math.max(0, neighbour))),
      weights: neighbours.map((neighbour) => cubic(Math.abs(position - neighbour))),
    };
  });
}

/** Keys' kernel at a distance. */
function cubic(x: number): number {
  if (x < 1) return ((A + 2) * x - (A + 3)) * x * x + 1;
  if (x < 2) return ((x - 5) * x + 8) * x * A - 4 * A;
  return 0;
}
