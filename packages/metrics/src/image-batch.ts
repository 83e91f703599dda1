/** Images in host memory. */
export interface ImageArray {
  /** NHWC, in [-1, 1]. */
  readonly images: Float32Array;
  readonly shape: readonly [n: number, height: number, width: number, channels: number];
}

/** Images with their classes. */
export interface ImageBatch extends ImageArray {
  /** Class ids, `[n]`, integers in [0, K). */
  readonly labels: Int32Array;
}

/** An endless stream of batches, pulled one at a time: the part of a data loader that is used here. */
export interface ImageBatchSource {
  /** Height, width, channels. */
  readonly imageShape: readonly [height: number, width: number, channels: number];
  /** K. */
  readonly numClasses: number;
  /** The next batch; the caller may keep it. */
  next(): Promise<ImageBatch>;
}

/** A finite set of images: one batch, or a function that starts a pass over many. */
export type ImageSet = ImageBatch | (() => AsyncIterable<ImageBatch> | Iterable<ImageBatch>);

/** A fresh pass over `set`. */
export async function* imageBatches(set: ImageSet): AsyncGenerator<ImageBatch> {
  if (typeof set === 'function') yield* set();
  else yield set;
}

/** Checks that images are as many numbers as their shape says. */
export function assertImageArray(name: string, { images, shape }: ImageArray): void {
  const [n, height, width, channels] = shape;
  if (images.length !== n * height * width * channels) {
    throw new RangeError(
      `${name}: images: shape [${shape.join(',')}] needs ${n * height * width * channels} numbers, got ${images.length}.`,
    );
  }
}

/** Checks that a batch holds what its shape says. */
export function assertImageBatch(name: string, batch: ImageBatch): void {
  assertImageArray(name, batch);
  if (batch.labels.length !== batch.shape[0]) {
    throw new RangeError(`${name}: labels: expected ${batch.shape[0]} labels, got ${batch.labels.length}.`);
  }
}
