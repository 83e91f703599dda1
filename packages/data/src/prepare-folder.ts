import { listClassFolders } from './class-folders.js';
import type { Manifest } from './manifest.js';
import { prepareRecords, type PrepareRecordsOptions } from './prepare-records.js';

/**
 * Writes the images of a folder with one folder a class as a prepared folder: {@link prepareRecords} of the layout
 * `class-folders`. Each image is made square as `decodeImage` does, unless `crop` says otherwise; classes without a usable image are
 * left out. Rows are ordered by class, then by file name.
 * @param from - The folder with the class folders.
 * @param to - The folder to write; it gets its name only when it is complete.
 * @param options - Side and channels of the images, the split, and how to follow and to stop it.
 * @returns The manifest.
 * @throws NoImagesError - Not one image could be used.
 * @throws DataError - `from` has no class folders, or `to` is taken.
 */
export async function prepareFolder(
  from: string,
  to: string,
  options: PrepareRecordsOptions,
): Promise<Manifest> {
  return prepareRecords(await listClassFolders(from), to, options);
}
