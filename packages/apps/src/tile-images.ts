import { assertCount, assertImages, type ImageArray } from './image-array.js';

export interface TileOptions {
  /** Images a row. */
  readonly columns: number;
  /** Pixels between the images and around them. @default 2 */
  readonly padding?: number;
  /** Grey level of the padding and of missing images, in [0, 255]. @default 255 */
  readonly background?: number;
}

/** One picture of bytes, as image libraries take it. */
export interface Picture {
  /** `[height, width, channels]` row by row. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/**
 * Draws images into one grid.
 * Convention: image i stands in row `floor(i / columns)`, column `i mod columns`, from the top left; [-1, 1] becomes [0, 255] by
 * `round((x + 1) * 127.5)`, values beyond are clipped.
 * @param images - n images NHWC, finite.
 * @param options - Images a row, and what lies between them.
 * @returns The picture in bytes; a row that is not full is filled with the background.
 * @throws RangeError - An option is out of its range, images do not fit their shape, or one holds NaN.
 */
export function tileImages(
  images: ImageArray,
  { columns, padding = 2, background = 255 }: TileOptions,
): Picture {
  assertImages('tileImages: images', images);
  assertCount('tileImages: columns', columns);
  assertCount('tileImages: padding', padding, 0);
  if (!Number.isInteger(background) || background < 0 || background > 255) {
    throw new RangeError(`tileImages: background must be an integer in [0, 255], got ${background}.`);
  }
  const [n, tileHeight, tileWidth, channels] = images.shape;
  const rows = Math.ceil(n / columns);
  const width = padding + columns * (tileWidth + padding);
  const height = padding + rows * (tileHeight + padding);
  const data = new Uint8Array(height * width * channels).fill(background);
  let source = 0;
  for (let image = 0; image < n; image++) {
    const top = padding + Math.floor(image / columns) * (tileHeight + padding);
    const left = padding + (image % columns) * (tileWidth + padding);
    for (let y = top; y < top + tileHeight; y++) {
      let target = (y * width + left) * channels;
      for (const end = target + tileWidth * channels; target < end; target++, source++) {
        const value = images.images[source] ?? NaN;
        if (Number.isNaN(value)) throw new RangeError(`tileImages: images: got NaN in image ${image}.`);
        data[target] = Math.round((Math.min(1, Math.max(-1, value)) + 1) * 127.5);
      }
    }
  }
  return { data, width, height, channels };
}
