import sharp from 'sharp';
import { assertInteger, assertOneOf } from './assert.js';
import { DataError } from './errors.js';
import { mapOrdered } from './map-ordered.js';
import type { ImageBytes, ImageShape } from './types.js';

/** How stored images get the size that is wanted. */
export interface FitOptions {
  /** Side of the square images to make. @default as stored */
  readonly size?: number;
  /**
   * How `size` is reached: `'pad'` puts the image in the middle of black (28 to 32: two pixels on each side, every stored pixel
   * unchanged), `'resize'` scales it (Lanczos) and crops the centre.
   * @default 'pad'
   */
  readonly fit?: 'pad' | 'resize';
}

/** {@link FitOptions} with every default. */
export type ResolvedFit = FitOptions & { readonly fit: 'pad' | 'resize' };

/** Images of bytes, without classes. */
export type Pixels = Pick<ImageBytes, 'images' | 'shape'>;

/** Merges with the defaults and validates. */
export function resolveFit(name: string, { size, fit = 'pad' }: FitOptions): ResolvedFit {
  if (size !== undefined) assertInteger(`${name}: size`, size, 1, 4096);
  assertOneOf(`${name}: fit`, fit, ['pad', 'resize']);
  return { size, fit };
}

/** The shape of images of `[height, width, channels]` when they have been fitted. */
export function fittedShape([height, width, channels]: ImageShape, { size }: ResolvedFit): ImageShape {
  return size === undefined ? [height, width, channels] : [size, size, channels];
}

/**
 * Gives images the size that is wanted.
 * @param file - Named in errors.
 * @throws DataError - They are too large to be padded.
 */
export async function fitImages(
  file: string,
  pixels: Pixels,
  { size, fit }: ResolvedFit,
  signal?: AbortSignal,
): Promise<Pixels> {
  const [, height, width] = pixels.shape;
  if (size === undefined || (size === height && size === width)) return pixels;
  return fit === 'pad' ? pad(file, pixels, size) : resize(pixels, size, signal);
}

function pad(file: string, { images, shape }: Pixels, size: number): Pixels {
  const [n, height, width, channels] = shape;
  if (size < height || size < width) {
    throw new DataError(
      file,
      `images of ${height}x${width} cannot be padded to ${size}x${size}; use fit: 'resize'`,
    );
  }
  const top = Math.floor((size - height) / 2);
  const left = Math.floor((size - width) / 2);
  const result = new Uint8Array(n * size * size * channels);
  const rowBytes = width * channels;
  for (let row = 0; row < n * height; row++) {
    const image = Math.floor(row / height);
    const y = top + (row % height);
    result.set(
      images.subarray(row * rowBytes, (row + 1) * rowBytes),
      ((image * size + y) * size + left) * channels,
    );
  }
  return { images: result, shape: [n, size, size, channels] };
}

async function resize({ images, shape }: Pixels, size: number, signal?: AbortSignal): Promise<Pixels> {
  const [n, height, width, channels] = shape;
  const raw = { width, height, channels: channels === 3 ? 3 : 1 } as const;
  const bytes = height * width * channels;
  const result = new Uint8Array(n * size * size * channels);
  const scaled = mapOrdered(
    Array.from({ length: n }, (_, index) => index),
    (index) =>
      sharp(images.subarray(index * bytes, (index + 1) * bytes), { raw })
        .resize(size, size, { fit: 'cover' })
        .toColourspace(channels === 3 ? 'srgb' : 'b-w')
        .raw()
        .toBuffer(),
    { concurrency: 4, signal },
  );
  let offset = 0;
  for await (const pixels of scaled) {
    result.set(pixels, offset);
    offset += pixels.length;
  }
  return { images: result, shape: [n, size, size, channels] };
}
