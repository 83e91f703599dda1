import { bytesToImages } from './bytes-to-images.js';
import { decode, resolveDecodeOptions, type DecodeOptions } from './decode-image.js';
import { readImageFile } from './image-file.js';
import type { ImageArray } from './types.js';

/**
 * Loads a few image files for a network, made square as {@link decodeImage} does; for photos to morph or to inpaint.
 * @param files - Paths.
 * @param options - Side and channels of the images, and what is refused.
 * @returns n images, `[n, size, size, channels]`, in [-1, 1].
 * @throws ImageRejectedError - The first file that cannot be used.
 */
export async function loadImages(files: readonly string[], options: DecodeOptions): Promise<ImageArray> {
  const resolved = resolveDecodeOptions('loadImages', options);
  const { size, channels } = resolved;
  const bytes = new Uint8Array(files.length * size * size * channels);
  for (const [index, file] of files.entries()) {
    const pixels = await decode(await readImageFile(file, file), resolved, file);
    bytes.set(pixels, index * pixels.length);
  }
  return { images: bytesToImages(bytes), shape: [files.length, size, size, channels] };
}
