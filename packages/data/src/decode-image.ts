import sharp from 'sharp';
import { assertInteger, assertOneOf } from './assert.js';
import { ImageRejectedError } from './errors.js';
import { imageFormat, type ImageFormat } from './image-format.js';
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
 * @param options - Side and channels of the result, and what is refused.
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

/** Whole pixels of a stored image. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Which part of an image is used: the largest centred square; or the whole image or a rectangle of the stored image (before any
 * turn), stretched to a square. A rectangle is found from the image's size; it may reject the image.
 */
export type Area =
  'center' | 'whole' | ((image: { readonly width: number; readonly height: number }) => Rectangle);

/** {@link decodeImage} with options that were validated before, of any area. */
export async function decode(
  bytes: Uint8Array,
  { size, channels, background, maxPixels }: ResolvedDecodeOptions,
  file: string,
  area: Area = 'center',
): Promise<Uint8Array> {
  const format = assertFormat(bytes, file);
  try {
    const image = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'warning' });
    if (typeof area === 'function') image.extract(area(await image.metadata())); // before the turn: the order counts
    image.autoOrient();
    // Only these can have transparent grey pixels, which flatten to colour in a colour image alone; converting costs time.
    if (format !== 'jpeg') image.pipelineColourspace('srgb');
    return await image
      .flatten({ background })
      .resize(size, size, {
        fit: area === 'center' ? 'cover' : 'fill',
        position: 'centre',
        fastShrinkOnLoad: false,
      })
      .toColourspace(channels === 3 ? 'srgb' : 'b-w')
      .raw({ depth: 'uchar' })
      .toBuffer();
  } catch (error) {
    if (ImageRejectedError.isInstance(error)) throw error;
    throw await rejectionOf(error, { bytes, file, format, maxPixels });
  }
}

/** @throws ImageRejectedError - It is empty or of no supported format. */
function assertFormat(bytes: Uint8Array, file: string): ImageFormat {
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
  return format;
}

interface FailedImage {
  readonly bytes: Uint8Array;
  readonly file: string;
  readonly format: ImageFormat;
  readonly maxPixels: number;
}

/** What sharp's error means for the image. */
async function rejectionOf(
  error: unknown,
  { bytes, file, format, maxPixels }: FailedImage,
): Promise<ImageRejectedError> {
  if (messageOf(error).includes('exceeds pixel limit')) {
    const detail = await describeSize(bytes, maxPixels);
    return new ImageRejectedError(file, 'too-large', detail, { cause: error });
  }
  // Not the decoder's words: libvips collects them for the whole process, so they may be those of another image.
  const detail = `the ${format} content is corrupt, truncated or of a kind that cannot be decoded`;
  return new ImageRejectedError(file, 'damaged', detail, { cause: error });
}

async function describeSize(bytes: Uint8Array, maxPixels: number): Promise<string> {
  const found = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  const size = found === undefined ? 'more' : `${found.width} x ${found.height}`;
  return `${size} pixels, the limit is ${maxPixels}`;
}

/** The colours of an image in sRGB, as it is stored: not turned, not scaled. */
export interface RgbImage {
  /** `[height, width, 3]`. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** @throws ImageRejectedError - The image cannot be used. */
export async function decodeRgb(bytes: Uint8Array, maxPixels: number, file: string): Promise<RgbImage> {
  const format = assertFormat(bytes, file);
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'warning' })
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { pixels: data, width: info.width, height: info.height };
  } catch (error) {
    throw await rejectionOf(error, { bytes, file, format, maxPixels });
  }
}
