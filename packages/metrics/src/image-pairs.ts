import { assertImageArray, type ImageArray } from './image-batch.js';

/** Which pixels are compared: those with 1 (in inpainting, the hole). */
export interface Masks {
  /** 0 or 1, row by row. */
  readonly data: Uint8Array;
  /** One mask for all images (n = 1) or one an image. */
  readonly shape: readonly [n: number, height: number, width: number];
}

/** The range of pixel values, from -1 to 1: L of PSNR and SSIM. */
export const DATA_RANGE = 2;

/** Checks that both are images of one shape, at least one, and finite. */
export function assertImagePair(name: string, images: ImageArray, truth: ImageArray): void {
  assertImageArray(`${name}: images`, images);
  assertImageArray(`${name}: truth`, truth);
  if (images.shape.join() !== truth.shape.join() || images.images.length === 0) {
    throw new RangeError(
      `${name}: expected images and their truth in one shape, got [${images.shape.join(',')}] and [${truth.shape.join(',')}].`,
    );
  }
  for (const [side, { images: values }] of [
    ['images', images],
    ['truth', truth],
  ] as const) {
    const index = values.findIndex((value) => !Number.isFinite(value));
    if (index >= 0) {
      throw new RangeError(
        `${name}: ${side}: expected finite numbers, got ${values[index] ?? NaN} at ${index}.`,
      );
    }
  }
}

/** The pixels of each image that are compared, as positions `y * width + x`; all of them without masks. */
export function comparedPixels(
  name: string,
  [n, height, width]: ImageArray['shape'],
  masks: Masks | undefined,
): readonly Int32Array[] {
  const area = height * width;
  if (!masks) {
    const all = Int32Array.from({ length: area }, (_, pixel) => pixel);
    return Array.from({ length: n }, () => all);
  }
  const [count, ...size] = masks.shape;
  if ((count !== 1 && count !== n) || size.join() !== [height, width].join()) {
    throw new RangeError(
      `${name}: masks: expected shape [1,${height},${width}] or [${n},${height},${width}], got [${masks.shape.join(',')}].`,
    );
  }
  if (masks.data.length !== count * area) {
    throw new RangeError(`${name}: masks: expected ${count * area} numbers, got ${masks.data.length}.`);
  }
  const inside = Array.from({ length: count }, (_, mask) => {
    const pixels: number[] = [];
    for (let pixel = 0; pixel < area; pixel++) if (masks.data[mask * area + pixel] === 1) pixels.push(pixel);
    if (pixels.length === 0) throw new RangeError(`${name}: masks: mask ${mask} has no pixel.`);
    return Int32Array.from(pixels);
  });
  return Array.from({ length: n }, (_, image) => inside[count === 1 ? 0 : image] ?? new Int32Array());
}

/** One channel of one image, `[height * width]`, in double precision. */
export function planeOf({ images, shape }: ImageArray, image: number, channel: number): Float64Array {
  const [, height, width, channels] = shape;
  const area = height * width;
  return Float64Array.from(
    { length: area },
    (_, pixel) => images[(image * area + pixel) * channels + channel] ?? 0,
  );
}
