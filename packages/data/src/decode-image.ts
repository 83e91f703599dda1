import sharp from 'sharp';
import { assertInteger, assertOneOf } from './assert.js';
import { ImageRejectedError } from './errors.js';
import { imageFormat } from './image-format.js';
import { messageOf } from './message-of.js';

export interface DecodeOptions {
  /** Side of the square images, in pixels. */
  readonly size: number;
  /** 3: sRGB; 1: grey, the luminance (of linear light) on the sRGB curve. @default 3 */
  readonly channels?: 1 | 3;
  /** What transparent pixels show, as any CSS colour. @default '#ffffff' */
  readonly background?: string;
  /** An image with more pixels than this is rejected before it is unpacked. @default 2^26, 8192 x 8192 */
  readonly maxPixels?: number;
}

/** {@link DecodeOptions} with every default. */
export type ResolvedDecodeOptions = Required<DecodeOptions>;

/** Merges with the defaults and validates. */
export function resolveDecodeOptions(name: string, options: DecodeOptions): ResolvedDecodeOptions {
  const { size, channels = 3, background = '#ffffff', maxPixels = 2 ** 26 } = options;
  assertInteger(`${name}: size`, size, 1, 4096);
  assertOneOf(`${name}: channels`, channels, [1, 3]);
  assertInteger(`${name}: maxPixels`, maxPixels, 1, 2 ** 40);
  try {
    sharp({ create: { width: 1, height: 1, channels: 3, background } });
  } catch (error) {
    throw new RangeError(`${name}: background must be a colour, got '${background}'.`, { cause: error });
  }
  return { size, channels, background, maxPixels };
}

/**
 * Decodes one image and makes it square: turned as its EXIF orientation says, flattened over `background`, scaled (Lanczos,
 * antialiased) until its shorter side is `size`, cropped to the centre. JPEG, PNG, GIF, WebP, TIFF and AVIF; grey, palette,
 * CMYK and 16-bit images are converted with their colour profile; of an animation the first frame.
 * @param bytes - The file.
 * @param file - Named in errors.
 * @returns `[size, size, channels]`, 0 to 255.
 * @throws ImageRejectedError - The image cannot be used; `reason` says why.
 */
export async function decodeImage(
  bytes: Uint8Array,
  options: DecodeOptions,
  file = 'image',
): Promise<Uint8Array> {
  return decode(bytes, resolveDecodeOptions('decodeImage', options), file);
}

/** {@link decodeImage} with options that were validated before. */
export async function decode(
  bytes: Uint8Array,
  { size, channels, background, maxPixels }: ResolvedDecodeOptions,
  file: string,
): Promise<Uint8Array> {
  if (bytes.length === 0) throw new ImageRejectedError(file, 'empty', 'the file has no bytes');
  const format = imageFormat(bytes);
  if (format === undefined) {
    const start = Buffer.from(bytes.subarray(0, 8)).toString('hex');
    throw new ImageRejectedError(
      file,
      'not-an-image',
      `it begins with ${start}, like no supported image format`,
    );
  }
  try {
    const image = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'warning' }).autoOrient();
    // Only these can have transparent grey pixels, which flatten to colour in a colour image alone; converting costs time.
    if (format !== 'jpeg') image.pipelineColourspace('srgb');
    return await image
      .flatten({ background })
      .resize(size, size, { fit: 'cover', position: 'centre', fastShrinkOnLoad: false })
      .toColourspace(channels === 3 ? 'srgb' : 'b-w')
      .raw({ depth: 'uchar' })
      .toBuffer();
  } catch (error) {
    if (messageOf(error).includes('exceeds pixel limit')) {
      throw new ImageRejectedError(file, 'too-large', await describeSize(bytes, maxPixels), { cause: error });
    }
    // Not the decoder's words: libvips collects them for the whole process, so they may be those of another image.
    const detail = `the ${format} content is corrupt, truncated or of a kind that cannot be decoded`;
    throw new ImageRejectedError(file, 'damaged', detail, { cause: error });
  }
}

async function describeSize(bytes: Uint8Array, maxPixels: number): Promise<string> {
  const found = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  const size = found === undefined ? 'more' : `${found.width} x ${found.height}`;
  return `${size} pixels, the limit is ${maxPixels}`;
}
