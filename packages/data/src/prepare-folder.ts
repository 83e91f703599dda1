import { listClassFolders } from './class-folders.js';
import { resolveDecodeOptions, type DecodeOptions } from './decode-image.js';
import { decodeListing } from './decode-listing.js';
import type { Manifest, ManifestSplit } from './manifest.js';
import type { PrepareOptions } from './prepare-options.js';
import { writePreparedFolder, type PreparedImages } from './prepared-writer.js';
import { resolveSplit } from './split-options.js';
import { assertOutside } from './write-folder.js';

export interface PrepareFolderOptions extends DecodeOptions, PrepareOptions {}

/**
 * Writes the images of a folder with one folder a class as a prepared folder: `images.npy` (uint8 `[N, H, W, C]`), `labels.npy`
 * (int32 `[N]`), `manifest.json`. Each image is made square as `decodeImage` does. Images that cannot be used, and classes
 * without any, are left out and listed in the manifest. Rows are ordered by class, then by file name, so the same images and
 * options give the same bytes. Memory does not grow with the number of pixels.
 * @param from - The folder with the class folders.
 * @param to - The folder to write; it gets its name only when it is complete.
 * @returns The manifest.
 * @throws NoImagesError - Not one image could be used.
 * @throws DataError - `from` has no class folders, or `to` is taken.
 */
export async function prepareFolder(
  from: string,
  to: string,
  options: PrepareFolderOptions,
): Promise<Manifest> {
  const decodeOptions = resolveDecodeOptions('prepareFolder', options);
  const { size, channels } = decodeOptions;
  await assertOutside('prepareFolder', from, to);
  const listing = await listClassFolders(from);
  const { classes } = listing;
  const chooseSplit = resolveSplit('prepareFolder', options, { all: classes, taken: classes });
  const target = { imageShape: [size, size, channels], overwrite: options.overwrite } as const;
  return writePreparedFolder(to, target, async (append) => {
    const decoded = await decodeListing(from, listing, { ...decodeOptions, crop: 'center' }, options, append);
    const { labels, files, rejected } = decoded;
    const source = { kind: 'class-folders', options: decodeOptions, files } as const;
    const split = (images: PreparedImages): ManifestSplit => chooseSplit({ ...images, files });
    return { labels, classes, split, source, rejected };
  });
}
