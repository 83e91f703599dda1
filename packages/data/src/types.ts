/** Any value `JSON.stringify` keeps. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Height, width and channels of every image of a data set. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Images ready for a network, in host memory. */
export interface ImageArray {
  /** NHWC, in [-1, 1]: byte / 127.5 - 1. */
  readonly images: Float32Array;
  /** n, height, width, channels. */
  readonly shape: readonly [n: number, height: number, width: number, channels: number];
}

/** Images with their classes. */
export interface ImageBatch extends ImageArray {
  /** Class ids, `[n]`, integers in [0, K). */
  readonly labels: Int32Array;
}

/** An endless stream of batches whose position can be written down and taken up again. */
export interface BatchSource {
  readonly imageShape: ImageShape;
  /** K, the number of classes. */
  readonly numClasses: number;
  /** The next batch; it belongs to the receiver. */
  next(): Promise<ImageBatch>;
  /** The position after the last batch that `next` gave, as JSON. */
  state(): JsonValue;
  /** Goes on from a position that `state` gave: the same batches follow, value by value. */
  restore(state: JsonValue): void;
}

/** Which images of a data set: those to learn from, those kept for judging, or both. */
export type Split = 'train' | 'held-out' | 'all';

/** A whole data set of bytes in memory. */
export interface ImageBytes {
  /** NHWC, 0 to 255. */
  readonly images: Uint8Array;
  /** Class ids, `[n]`, integers in [0, K). */
  readonly labels: Int32Array;
  readonly shape: readonly [n: number, height: number, width: number, channels: number];
  /** The K class names, by id. */
  readonly classes: readonly string[];
}
