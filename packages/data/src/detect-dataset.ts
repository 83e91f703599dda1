import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { detectLayout } from './detect-layout.js';
import { DataError } from './errors.js';
import { findIdxFiles, type IdxFiles } from './idx-files.js';
import { IMAGES_FILE, MANIFEST_FILE } from './manifest.js';
import { systemMessage } from './message-of.js';
import type { DatasetLayout } from './read-dataset.js';

/** What a folder holds, and so which function reads it. */
export type DetectedDataset =
  /** For `openPreparedData`. */
  | { readonly kind: 'prepared'; readonly folder: string }
  /** For `prepareIdx`. */
  | { readonly kind: 'idx'; readonly folder: string; readonly files: IdxFiles }
  /** For `readDataset` and `prepareRecords`. */
  | { readonly kind: 'records'; readonly folder: string; readonly layout: DatasetLayout }
  /** For `prepareFolder`. */
  | { readonly kind: 'class-folders'; readonly folder: string; readonly numFolders: number };

/**
 * Finds out what kind of data set a folder is, by the names in it (of FaceScrub, by the first line of its lists); no
 *   image is opened.
 * @param folder - Any folder.
 * @returns Which kind it is, and where it begins.
 * @throws DataError - It is none; the message says what was looked for.
 */
export async function detectDataset(folder: string): Promise<DetectedDataset> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new DataError(folder, `cannot be read as a folder (${systemMessage(error)})`, { cause: error });
  });
  const names = new Set(entries.map(({ name }) => name));
  if (names.has(MANIFEST_FILE) && names.has(IMAGES_FILE)) return { kind: 'prepared', folder };
  const files = await findIdxFiles(folder);
  if (files !== undefined) return { kind: 'idx', folder, files };
  const layout = await detectLayout(folder, names);
  if (layout !== undefined) return { kind: 'records', folder, layout };
  let numFolders = 0;
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const target = entry.isSymbolicLink() ? await stat(join(folder, entry.name)).catch(() => entry) : entry;
    if (target.isDirectory()) numFolders++;
  }
  if (numFolders > 0) return { kind: 'class-folders', folder, numFolders };
  throw new DataError(
    folder,
    `expected one folder of images a class, or idx files (train-images-idx3-ubyte, ...), or a prepared folder (${MANIFEST_FILE}, ${IMAGES_FILE}); found ${entries.length === 0 ? 'nothing' : `${entries.length} files and no folder`}`,
  );
}
