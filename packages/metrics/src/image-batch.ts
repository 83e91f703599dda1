/** Images with their classes, in host memory. */
export interface ImageBatch {
  /** NHWC, in [-1, 1]. */
  readonly images: Float32Array;
  /** Class ids, `[n]`, integers in [0, K). */
  readonly labels: Int32Array;
  readonly shape: readonly [n: number, height: number, width: number, channels: number];
}

/** An endless stream of batches, pulled one at a time: the part of a data loader that is used here. */
export interface ImageBatchSource {
  /** Height, width, channels. */
  readonly imageShape: readonly [height: number, width: number, channels: number];
  readonly numClasses: number;
  next(): Promise<ImageBatch>;
}

/** A finite set of images: one batch, or a function that starts a pass over many. */
export type ImageSet = ImageBatch | (() => AsyncIterable<ImageBatch> | Iterable<ImageBatch>);

/** A fresh pass over `set`. */
export async function* imageBatches(set: ImageSet): AsyncGenerator<ImageBatch> {
  if (typeof set === 'function') yield* set();
  else yield set;
}

/** Checks that a batch holds what its shape says. */
export function assertImageBatch(name: string, batch: ImageBatch): void {
  const [n, height, width, channels] = batch.shape;
  if (batch.images.length !== n * height * width * channels) {
    throw new RangeError(
      `${name}: images: shape [${batch.shape.join(',')}] needs ${n * height * width * channels} numbers, got ${batch.images.length}.`,
    );
  }
  if (batch.labels.length !== n) {
    throw new RangeError(`${name}: labels: expected ${n} labels, got ${batch.labels.length}.`);
  }
}
