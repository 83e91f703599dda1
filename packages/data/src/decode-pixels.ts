import sharp from 'sharp';
import { decode, resolveDecodeOptions, type DecodeOptions } from './decode-image.js';
import { ImageRejectedError } from './errors.js';
import { imageFormat } from './image-format.js';
import type { PixelImage } from './resample.js';

/**
 * Decodes a whole photo: turned as its EXIF orientation says, flattened over `background`, in sRGB or grey, at its own
 *   size.
 * @param bytes - The file.
 * @param options - Channels of the result, and what is refused.
 * @param file - Named in errors.
 * @returns The pixels, 0 to 255, and their size.
 * @throws ImageRejectedError - The image cannot be used; `reason` says why.
 */
export async function decodePixels(
  bytes: Uint8Array,
  options: Omit<DecodeOptions, 'size'> = {},
  file = 'image',
): Promise<PixelImage> {
  const resolved = resolveDecodeOptions('decodePixels', { ...options, size: 1 });
  const { channels, background, maxPixels } = resolved;
  try {
    const format = imageFormat(bytes);
    if (format === undefined) throw new Error('no supported format');
    const image = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'warning' }).autoOrient();
    if (format !== 'jpeg') image.pipelineColourspace('srgb'); // as in decode
    const { data, info } = await image
      .flatten({ background })
      .toColourspace(channels === 3 ? 'srgb' : 'b-w')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels };
  } catch (error) {
    await decode(bytes, resolved, file); // says what is wrong with it
    throw new ImageRejectedError(file, 'damaged', 'it cannot be decoded at its own size', { cause: error });
  }
}
