/** Images in host memory. */
export interface ImageArray {
  /** NHWC, in [-1, 1]. */
  readonly images: Float32Array;
  readonly shape: readonly [n: number, height: number, width: number, channels: number];
}

/** Images in rows of `columns`, the first row first: what `tileImages` draws. */
export interface ImageGrid extends ImageArray {
  readonly rows: number;
  readonly columns: number;
}

/** Checks that `value` holds what its shape says. */
export function assertImages(name: string, { images, shape }: ImageArray): void {
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (
    (shape.length as number) !== 4 ||
    !shape.every((extent) => Number.isSafeInteger(extent) && extent >= 1)
  ) {
    throw new RangeError(`${name}: expected shape [n,height,width,channels], got [${shape.join(',')}].`);
  }
  if (images.length !== size) {
    throw new RangeError(`${name}: shape [${shape.join(',')}] needs ${size} numbers, got ${images.length}.`);
  }
}

/** Checks that `value` is an integer of at least `low`. */
export function assertCount(name: string, value: number, low = 1): void {
  if (!Number.isSafeInteger(value) || value < low) {
    throw new RangeError(`${name} must be an integer >= ${low}, got ${value}.`);
  }
}
