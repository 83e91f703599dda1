import sharp from 'sharp';
import { assertCount } from './assert.js';

/** One picture of bytes, as `tileImages` of `@cvg/apps` and image libraries give it. */
export interface Picture {
  /** `[height, width, channels]` row by row, in [0, 255]. */
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  /** 1 (grey) or 3 (red, green, blue); one more if the last one is opacity, 255 opaque. */
  readonly channels: number;
}

export interface EncodePngOptions {
  /** Every pixel becomes a square of this many pixels a side. @default 1 */
  readonly scale?: number;
}

/**
 * The bytes of a PNG file: lossless, grey for one channel, and for two with opacity. Enlarging may change the colour of what is not
 * opaque.
 * @param picture - Bytes in rows.
 * @param options - How many pixels of the file a pixel becomes.
 * @returns The bytes of the file.
 * @throws RangeError - The sizes do not fit the data, or `scale` is no integer >= 1.
 */
export async function encodePng(
  { data, width, height, channels }: Picture,
  { scale = 1 }: EncodePngOptions = {},
): Promise<Uint8Array> {
  assertCount('encodePng: width', width);
  assertCount('encodePng: height', height);
  assertCount('encodePng: scale', scale);
  if (channels !== 1 && channels !== 2 && channels !== 3 && channels !== 4) {
    throw new RangeError(`encodePng: channels must be 1, 2, 3 or 4, got ${channels}.`);
  }
  const expected = width * height * channels;
  if (data.length !== expected) {
    throw new RangeError(
      `encodePng: data: ${width}x${height}x${channels} needs ${expected} bytes, got ${data.length}.`,
    );
  }
  return await sharp(data, { raw: { width, height, channels } })
    .resize(width * scale, height * scale, { kernel: 'nearest' })
    .toColourspace(channels < 3 ? 'b-w' : 'srgb')
    .png({ compressionLevel: 9 })
    .toBuffer();
}
