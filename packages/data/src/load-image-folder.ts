import { assertInteger } from './assert.js';
import { listClassFolders } from './class-folders.js';
import { resolveDecodeOptions, type DecodeOptions } from './decode-image.js';
import { decodeListing, type ProgressOptions } from './decode-listing.js';
import { DataError } from './errors.js';
import type { RejectedFile } from './rejected-file.js';
import type { ImageBytes } from './types.js';
import { usedClasses } from './used-classes.js';

export interface LoadImageFolderOptions extends DecodeOptions, ProgressOptions {
  /** The most bytes of pixels to hold; more belong in a prepared folder. @default 2^30 */
  readonly maxBytes?: number;
}

/** A folder of images in memory. */
export interface LoadedImageFolder extends ImageBytes {
  /** The file of each image, relative to the folder. */
  readonly files: readonly string[];
  readonly rejected: readonly RejectedFile[];
  /** Class folders without a usable image; they have no id. */
  readonly emptyClasses: readonly string[];
}

/**
 * Loads a small folder of images, one folder a class, into memory: the same images in the same order as `prepareFolder`
 *   writes.
 * @param folder - One folder a class.
 * @param options - Side and channels of the images, and how much memory they may take.
 * @returns Images in bytes, `[N, H, W, C]`, labels, classes, and the files that were left out.
 * @throws NoImagesError - Not one image could be used.
 * @throws DataError - There are no class folders, or more images than `maxBytes` hold.
 */
export async function loadImageFolder(
  folder: string,
  options: LoadImageFolderOptions,
): Promise<LoadedImageFolder> {
  const { maxBytes = 2 ** 30 } = options;
  const decodeOptions = resolveDecodeOptions('loadImageFolder', options);
  assertInteger('loadImageFolder: maxBytes', maxBytes, 1, Number.MAX_SAFE_INTEGER);
  const { size, channels } = decodeOptions;
  const listing = await listClassFolders(folder);
  const count = listing.records.length;
  const imageBytes = size * size * channels;
  if (count * imageBytes > maxBytes) {
    throw new DataError(
      folder,
      `${count} images of ${imageBytes} bytes are more than the limit of ${maxBytes} bytes; use prepareFolder`,
    );
  }
  const images = new Uint8Array(count * imageBytes);
  let end = 0;
  const decoded = await decodeListing(folder, listing, { ...decodeOptions, crop: 'center' }, options, {
    add: (_, [pixels]) => {
      if (pixels === undefined) return;
      images.set(pixels, end);
      end += pixels.length;
    },
  });
  const { labels, files, rejected } = decoded;
  const shape = [files.length, size, size, channels] as const;
  return {
    ...usedClasses(labels, listing.classes),
    images: images.subarray(0, end),
    shape,
    files,
    rejected,
  };
}
