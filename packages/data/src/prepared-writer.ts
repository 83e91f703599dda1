import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, NoImagesError } from './errors.js';
import { ImageJournal, journalDifference } from './image-journal.js';
import {
  IMAGES_FILE,
  LABELS_FILE,
  MANIFEST_FILE,
  readManifest,
  type Manifest,
  type ManifestSource,
  type ManifestSplit,
} from './manifest.js';
import { writeLabels } from './labels-file.js';
import { codeOf, systemMessage } from './message-of.js';
import { NpyWriter } from './npy-writer.js';
import type { PrepareOptions } from './prepare-options.js';
import type { RejectedFile } from './rejected-file.js';
import type { Work } from './work-description.js';
import { writeFolder, type Workspace } from './write-folder.js';
import { usedClasses, type UsedClasses } from './used-classes.js';
import type { ImageShape } from './types.js';
import { writeSynced } from './write-synced.js';

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

export interface WritePreparedOptions extends Pick<PrepareOptions, 'overwrite' | 'onComplete'> {
  readonly imageShape: ImageShape;
}

/**
 * Writes a prepared folder, whole or not at all (see {@link writeFolder}).
 * @param write - Gives all images to `append`, NHWC, and then says what they are.
 */
export async function writePreparedFolder(
  to: string,
  options: WritePreparedOptions,
  write: (append: (images: Uint8Array) => Promise<void>) => Promise<PreparedContents>,
): Promise<Manifest> {
  const { imageShape, onComplete } = options;
  const writeFiles = async ({ folder }: Workspace): Promise<Manifest> => {
    const images = await NpyWriter.create(join(folder, IMAGES_FILE), '|u1', imageShape);
    try {
      const contents = await write((pixels) => images.append(pixels));
      const manifest = await writeRest(folder, imageShape, await images.finish(), contents);
      await onComplete?.(folder);
      return manifest;
    } finally {
      await images.close();
    }
  };
  return explained(to, () => writeFolder(to, writeFiles, { replaces: replacesOf(options) }));
}

/** What a process finds when it begins to prepare. */
export interface PrepareStart {
  /** Images that an earlier process, which was interrupted, has dealt with: they are not decoded again. */
  readonly done: number;
  readonly total: number;
  /** Why the work of an earlier process counts no more and was removed, such as `size was 64, now 128`. */
  readonly discarded?: string;
}

export interface WriteResumableOptions extends WritePreparedOptions {
  readonly work: Work;
  readonly onStart?: (start: Omit<PrepareStart, 'total'>) => void;
}

/**
 * As {@link writePreparedFolder}, and goes on with the same work of an earlier process that was interrupted, failed or killed.
 * @param write - Adds to the journal what became of the records that are not in its `outcomes`.
 */
export async function writeResumableFolder(
  to: string,
  options: WriteResumableOptions,
  write: (journal: ImageJournal) => Promise<PreparedContents>,
): Promise<Manifest> {
  const { imageShape, work, onStart, onComplete } = options;
  let discarded: string | undefined;
  let isWorthKeeping = false;
  const writeFiles = async (workspace: Workspace, isResumed: boolean): Promise<Manifest> => {
    const journal = isResumed
      ? await ImageJournal.reopen(workspace, imageShape)
      : await ImageJournal.create(workspace, imageShape, work);
    try {
      onStart?.({ done: journal.outcomes.length, discarded: isResumed ? undefined : discarded });
      const contents = await write(journal);
      const manifest = await writeRest(workspace.folder, imageShape, await journal.finish(), contents);
      await onComplete?.(workspace.folder);
      return manifest;
    } catch (error) {
      isWorthKeeping = !NoImagesError.isInstance(error);
      await journal.flush().catch(() => undefined); // a full disk says so once
      throw error;
    } finally {
      await journal.close();
    }
  };
  const resume = {
    accepts: async (workspace: Workspace): Promise<boolean> => {
      discarded = await journalDifference(workspace, work);
      return discarded === undefined;
    },
    keepsAfter: () => isWorthKeeping,
  };
  return explained(to, () => writeFolder(to, writeFiles, { replaces: replacesOf(options), resume }));
}

/** Labels and manifest, which an earlier process may have written before it was killed. */
async function writeRest(
  folder: string,
  imageShape: ImageShape,
  { rows, sha256 }: { readonly rows: number; readonly sha256: string },
  contents: PreparedContents,
): Promise<Manifest> {
  const [labelsFile, manifestFile] = [join(folder, LABELS_FILE), join(folder, MANIFEST_FILE)];
  for (const file of [labelsFile, manifestFile]) await rm(file, { force: true });
  const { labels, classes, emptyClasses } = usedClasses(contents.labels, contents.classes);
  const manifest: Manifest = {
    format: 'cvg-prepared-data',
    version: 1,
    images: { shape: [rows, ...imageShape], sha256 },
    labels: { sha256: await writeLabels(labelsFile, labels) },
    classes,
    emptyClasses,
    split: contents.split({ labels, classes }),
    source: contents.source,
    rejected: contents.rejected,
  };
  await writeSynced(manifestFile, manifestText(manifest), 'wx');
  return manifest;
}

const replacesOf = ({ overwrite = false }: WritePreparedOptions): typeof isPreparedFolder | undefined =>
  overwrite ? isPreparedFolder : undefined;

/** Codes of a disk that takes no more: full, a quota, a limit of file sizes. */
const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];

async function explained<Result>(to: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!FULL.includes(String(codeOf(error)))) throw error;
    throw new DataError(
      to,
      `the disk takes no more (${systemMessage(error)}); make room and start again: images of photos that were done are kept`,
      { cause: error },
    );
  }
}

/** Indented, with lists of numbers on one line; only line breaks outside of texts are touched. */
const manifestText = (manifest: Manifest): string =>
  `${JSON.stringify(manifest, undefined, 1)}\n`.replaceAll(/\[\n[-\d.,\s]+\]/g, (list) =>
    list.replaceAll(/\s+/g, ''),
  );

async function isPreparedFolder(folder: string): Promise<boolean> {
  return readManifest(folder).then(
    () => true,
    () => false,
  );
}
