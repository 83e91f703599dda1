import { DataError } from './errors.js';
import { fitImages, resolveFit, type FitOptions, type Pixels } from './fit-images.js';
import { readIdxFile } from './idx.js';
import type { IdxPair } from './idx-files.js';
import type { ImageBytes } from './types.js';

export interface LoadIdxOptions extends FitOptions {
  /** Names of the classes 0, 1, ... @default '0', '1', ... up to the largest label */
  readonly classes?: readonly string[];
  /** Stops with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Reads the images `[n, h, w]` or `[n, h, w, 1 or 3]` and labels `[n]` of an idx pair into memory.
 * @param pair - The two files.
 * @param options - The size of the images, and how they come to it.
 * @returns Images in bytes, `[N, H, W, C]`, and labels, `[N]`.
 * @throws DataError - A file is no idx file of bytes, the two do not fit together, or a label has no class.
 */
export async function loadIdxDataset(pair: IdxPair, options: LoadIdxOptions = {}): Promise<ImageBytes> {
  const fit = resolveFit('loadIdxDataset', options);
  const { labels, classes, ...stored } = await readIdxPair(pair, options);
  return { ...(await fitImages(pair.images, stored, fit, options.signal)), labels, classes };
}

/** {@link loadIdxDataset} with the images as they are stored. */
export async function readIdxPair(
  pair: IdxPair,
  { classes, signal }: Pick<LoadIdxOptions, 'classes' | 'signal'>,
): Promise<ImageBytes> {
  const { images, shape } = await readImages(pair.images);
  signal?.throwIfAborted();
  const labels = await readLabels(pair.labels);
  if (shape[0] !== labels.length) {
    throw new DataError(pair.labels, `has ${labels.length} labels for ${shape[0]} images`);
  }
  return { images, shape, labels, classes: classNames(pair.labels, labels, classes) };
}

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
