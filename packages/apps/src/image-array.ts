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

/** Values may leave [-1, 1] by so much, as arithmetic in float32 rounds. */
const RANGE_TOLERANCE = 1e-3;

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

/** Checks that images are in [-1, 1]: bytes are the likely mistake. */
export function assertRange(name: string, { images }: ImageArray): void {
  const wrong = images.findIndex((value) => !(Math.abs(value) <= 1 + RANGE_TOLERANCE));
  if (wrong === -1) return;
  throw new RangeError(
    `${name}: expected values in [-1, 1], got ${images[wrong] ?? NaN} at ${wrong}; a byte becomes byte / 127.5 - 1.`,
  );
}

/** Checks that `value` is an integer of at least `low`. */
export function assertCount(name: string, value: number, low = 1): void {
  if (!Number.isSafeInteger(value) || value < low) {
    throw new RangeError(`${name} must be an integer >= ${low}, got ${value}.`);
  }
}
