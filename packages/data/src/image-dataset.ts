import { createHash } from 'node:crypto';
import { assertInteger, assertOneOf } from './assert.js';
import { bytesToImages } from './bytes-to-images.js';
import { DatasetBatches, resolveBatchesOptions, type BatchesOptions } from './dataset-batches.js';
import { memoryStore, type ImageStore } from './image-store.js';
import type { ImageBatch, ImageBytes, ImageShape, Split } from './types.js';

/** What an {@link ImageDataset} is made of. */
export interface ImageDatasetParts {
  readonly store: ImageStore;
  readonly imageShape: ImageShape;
  /** Class ids, `[N]`. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  /** The rows kept for judging, ascending. */
  readonly heldOut: ArrayLike<number>;
  /** Tells this data set from others in the state of its batches. */
  readonly fingerprint: string;
}

export interface InOrderOptions {
  /** @default 'held-out' */
  readonly split?: Split;
  /** Images of a batch; the last one has what is left. @default 100 */
  readonly batchSize?: number;
}

/** Images with classes: opened by `openPreparedData`, or made of arrays by `datasetOf`. */
export class ImageDataset {
  /** Class names by id. */
  readonly classes: readonly string[];
  /** K. */
  readonly numClasses: number;
  /** N, the number of images. */
  readonly length: number;
  readonly imageShape: ImageShape;
  /** The class id of each row, `[N]`. */
  readonly labels: Int32Array;
  /** Tells this data set from others in the state of its batches. */
  readonly fingerprint: string;
  readonly #store: ImageStore;
  readonly #isHeldOut: Uint8Array;

  constructor({ store, imageShape, labels, classes, heldOut, fingerprint }: ImageDatasetParts) {
    this.classes = classes;
    this.numClasses = classes.length;
    this.length = labels.length;
    this.imageShape = imageShape;
    this.labels = labels;
    this.fingerprint = fingerprint;
    this.#store = store;
    this.#isHeldOut = new Uint8Array(labels.length);
    for (const row of Array.from(heldOut)) this.#isHeldOut[row] = 1;
  }

  /** The rows of a split, ascending. */
  rows(split: Split = 'all'): Int32Array {
    assertOneOf('rows: split', split, ['train', 'held-out', 'all']);
    const all = Int32Array.from({ length: this.length }, (_, row) => row);
    if (split === 'all') return all;
    return all.filter((row) => (this.#isHeldOut[row] === 1) === (split === 'held-out'));
  }

  /** How many images of each class a split has, `[K]`. */
  labelCounts(split: Split = 'all'): Int32Array {
    const counts = new Int32Array(this.numClasses);
    for (const row of this.rows(split)) {
      const label = this.labels[row] ?? -1;
      counts[label] = (counts[label] ?? 0) + 1;
    }
    return counts;
  }

  /** The bytes of some rows, one row after the other, 0 to 255. */
  async readBytes(rows: ArrayLike<number>): Promise<Uint8Array> {
    const wrong = Array.from(rows).find((row) => !(Number.isInteger(row) && row >= 0 && row < this.length));
    if (wrong !== undefined) {
      throw new RangeError(`read: rows must be integers from 0 to ${this.length - 1}, got ${wrong}.`);
    }
    return this.#store.read(rows);
  }

  /** The images of some rows, in that order, in [-1, 1]. */
  async read(rows: ArrayLike<number>): Promise<ImageBatch> {
    const images = bytesToImages(await this.readBytes(rows));
    const labels = Int32Array.from(rows, (row) => this.labels[row] ?? -1);
    return { images, labels, shape: [rows.length, ...this.imageShape] };
  }

  /** Endless seeded batches to learn from. */
  batches(options: BatchesOptions): DatasetBatches {
    const resolved = resolveBatchesOptions(options);
    return new DatasetBatches(this, this.rows(resolved.split), resolved);
  }

  /** Every image of a split once, by row: to measure with. */
  async *inOrder(options: InOrderOptions = {}): AsyncGenerator<ImageBatch> {
    const { split = 'held-out', batchSize = 100 } = options;
    assertInteger('inOrder: batchSize', batchSize, 1, 65536);
    const rows = this.rows(split);
    for (let start = 0; start < rows.length; start += batchSize) {
      yield await this.read(rows.subarray(start, start + batchSize));
    }
  }

  /** Closes the file; batches end with an error then. */
  async close(): Promise<void> {
    await this.#store.close();
  }
}

/**
 * A data set of bytes in memory, such as `loadIdxDataset` and `loadImageFolder` return.
 * @param data - Images in bytes, `[N, H, W, C]`, their labels, and the names of the classes.
 * @param options - `heldOut`: the rows kept for judging, none by default.
 * @returns The data set; nothing has to be closed.
 * @throws RangeError - Images, labels, classes and held-out rows do not belong together.
 */
export function datasetOf(
  { images, labels, shape, classes }: ImageBytes,
  { heldOut = [] }: { readonly heldOut?: ArrayLike<number> } = {},
): ImageDataset {
  const [n, ...imageShape] = shape;
  const rowBytes = imageShape.reduce((product, size) => product * size, 1);
  if (labels.length !== n || images.length !== n * rowBytes) {
    throw new RangeError(
      `datasetOf: shape [${shape.join(',')}] needs ${n} labels and ${n * rowBytes} bytes, got ${labels.length} and ${images.length}.`,
    );
  }
  const wrong = labels.find((label) => !(label >= 0 && label < classes.length));
  if (wrong !== undefined) {
    throw new RangeError(`datasetOf: labels must be integers from 0 to ${classes.length - 1}, got ${wrong}.`);
  }
  const outside = Array.from(heldOut).find((row) => !(Number.isInteger(row) && row >= 0 && row < n));
  if (outside !== undefined) {
    throw new RangeError(`datasetOf: heldOut must hold integers from 0 to ${n - 1}, got ${outside}.`);
  }
  const hash = createHash('sha256')
    .update(images)
    .update(new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength));
  hash.update(JSON.stringify([shape, classes, Array.from(heldOut)]));
  return new ImageDataset({
    store: memoryStore(images, rowBytes),
    imageShape,
    labels,
    classes,
    heldOut,
    fingerprint: hash.digest('hex'),
  });
}
