import sharp from 'sharp';
import { assertInteger, assertOneOf } from './assert.js';
import { DataError } from './errors.js';
import { readIdxFile } from './idx.js';
import type { IdxPair } from './idx-files.js';
import { mapOrdered } from './map-ordered.js';
import type { ImageBytes } from './types.js';

export interface LoadIdxOptions {
  /** Side of the square images to make. @default as stored */
  readonly size?: number;
  /**
   * How `size` is reached: `'pad'` puts the image in the middle of black (28 to 32: two pixels on each side, every stored pixel
   * unchanged), `'resize'` scales it (Lanczos) and crops the centre.
   * @default 'pad'
   */
  readonly fit?: 'pad' | 'resize';
  /** Names of the classes 0, 1, ... @default '0', '1', ... up to the largest label */
  readonly classes?: readonly string[];
  /** Stops with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Reads the images `[n, h, w]` or `[n, h, w, 1 or 3]` and labels `[n]` of an idx pair.
 * @throws DataError - A file is no idx file of bytes, the two do not fit together, or a label has no class.
 */
export async function loadIdxDataset(pair: IdxPair, options: LoadIdxOptions = {}): Promise<ImageBytes> {
  const { size, fit = 'pad', signal } = options;
  if (size !== undefined) assertInteger('loadIdxDataset: size', size, 1, 4096);
  assertOneOf('loadIdxDataset: fit', fit, ['pad', 'resize']);
  const stored = await readImages(pair.images);
  signal?.throwIfAborted();
  const labels = await readLabels(pair.labels);
  if (stored.shape[0] !== labels.length) {
    throw new DataError(pair.labels, `has ${labels.length} labels for ${stored.shape[0]} images`);
  }
  const classes = classNames(pair.labels, labels, options.classes);
  const [, height, width] = stored.shape;
  if (size === undefined || (size === height && size === width)) return { ...stored, labels, classes };
  const fitted = fit === 'pad' ? pad(pair.images, stored, size) : await resize(stored, size, signal);
  return { ...fitted, labels, classes };
}

type Pixels = Pick<ImageBytes, 'images' | 'shape'>;

async function readImages(file: string): Promise<Pixels> {
  const { data, shape } = await readIdxFile(file);
  const [n = 0, height = 0, width = 0, channels = 1] = shape;
  const fits = (shape.length === 3 || shape.length === 4) && (channels === 1 || channels === 3);
  if (!(data instanceof Uint8Array) || !fits || n * height * width === 0) {
    throw new DataError(
      file,
      `expected bytes of shape [n,h,w] or [n,h,w,1 or 3], got ${describe(data, shape)}`,
    );
  }
  return { images: data, shape: [n, height, width, channels] };
}

async function readLabels(file: string): Promise<Int32Array> {
  const { data, shape } = await readIdxFile(file);
  if (shape.length !== 1 || data instanceof Float32Array || data instanceof Float64Array) {
    throw new DataError(file, `expected integers of shape [n], got ${describe(data, shape)}`);
  }
  return Int32Array.from(data);
}

const describe = (data: object, shape: readonly number[]): string =>
  `${data.constructor.name} [${shape.join(',')}]`;

function classNames(file: string, labels: Int32Array, names?: readonly string[]): readonly string[] {
  const largest = labels.reduce((maximum, label) => Math.max(maximum, label), 0);
  const numClasses = names?.length ?? largest + 1;
  const wrong = labels.findIndex((label) => label < 0 || label >= Math.min(numClasses, 65536));
  if (wrong >= 0) {
    throw new DataError(
      file,
      `label ${wrong} is ${labels[wrong] ?? 0}, expected 0 to ${Math.min(numClasses, 65536) - 1}`,
    );
  }
  return names ?? Array.from({ length: numClasses }, (_, id) => String(id));
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
