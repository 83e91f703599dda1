import { open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  IMAGES_FILE,
  LABELS_FILE,
  MANIFEST_FILE,
  readManifest,
  type Manifest,
  type ManifestSource,
  type ManifestSplit,
} from './manifest.js';
import { NpyWriter } from './npy-writer.js';
import type { RejectedFile } from './rejected-file.js';
import { writeFolder } from './write-folder.js';
import { usedClasses, type UsedClasses } from './used-classes.js';
import type { ImageShape } from './types.js';

/** The classes of all rows. */
export type PreparedImages = Pick<UsedClasses, 'labels' | 'classes'>;

/** What a reader knows when all images are written. */
export interface PreparedContents {
  /** The class id of each row, before classes without images are dropped. */
  readonly labels: readonly number[] | Int32Array;
  readonly classes: readonly string[];
  /** Chooses the split, once the final labels are known. */
  readonly split: (images: PreparedImages) => ManifestSplit;
  readonly source: ManifestSource;
  readonly rejected: readonly RejectedFile[];
}

/**
 * Writes a prepared folder, whole or not at all (see {@link writeFolder}).
 * @param write - Gives all images to `append`, NHWC, and then says what they are.
 */
export async function writePreparedFolder(
  to: string,
  options: { readonly imageShape: ImageShape; readonly overwrite?: boolean },
  write: (append: (images: Uint8Array) => Promise<void>) => Promise<PreparedContents>,
): Promise<Manifest> {
  const { imageShape, overwrite = false } = options;
  const writeFiles = async (folder: string): Promise<Manifest> => {
    const images = await NpyWriter.create(join(folder, IMAGES_FILE), '|u1', imageShape);
    try {
      const contents = await write((pixels) => images.append(pixels));
      const { rows, sha256 } = await images.finish();
      const { labels, classes, emptyClasses } = usedClasses(contents.labels, contents.classes);
      const manifest: Manifest = {
        format: 'cvg-prepared-data',
        version: 1,
        images: { shape: [rows, ...imageShape], sha256 },
        labels: { sha256: await writeLabels(join(folder, LABELS_FILE), labels) },
        classes,
        emptyClasses,
        split: contents.split({ labels, classes }),
        source: contents.source,
        rejected: contents.rejected,
      };
      await writeText(join(folder, MANIFEST_FILE), manifestText(manifest));
      return manifest;
    } finally {
      await images.close();
    }
  };
  return writeFolder(to, writeFiles, overwrite ? { replaces: isPreparedFolder } : {});
}

/** Indented, with lists of numbers on one line; only line breaks outside of texts are touched. */
const manifestText = (manifest: Manifest): string =>
  `${JSON.stringify(manifest, undefined, 1)}\n`.replaceAll(/\[\n[\d,\s]+\]/g, (list) =>
    list.replaceAll(/\s+/g, ''),
  );

async function isPreparedFolder(folder: string): Promise<boolean> {
  return readManifest(folder).then(
    () => true,
    () => false,
  );
}

async function writeLabels(file: string, labels: Int32Array): Promise<string> {
  const writer = await NpyWriter.create(file, '<i4', []);
  try {
    await writer.append(new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength));
    return (await writer.finish()).sha256;
  } finally {
    await writer.close();
  }
}

async function writeText(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
