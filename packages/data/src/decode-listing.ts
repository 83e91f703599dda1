import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { areaOfRecord, type Crop } from './area-of-record.js';
import { byCodeUnits } from './by-code-units.js';
import { decode, type ResolvedDecodeOptions } from './decode-image.js';
import { ImageRejectedError, NoImagesError } from './errors.js';
import { readImageFile } from './image-file.js';
import type { ImageListing, ImageRecord } from './image-record.js';
import { mapOrdered } from './map-ordered.js';
import type { RejectedFile } from './rejected-file.js';

/** How far the reading of a data set has come. */
export interface DataProgress {
  /** Images dealt with, used or not. */
  readonly done: number;
  readonly total: number;
  /** How many of them were left out. */
  readonly rejected: number;
}

/** What every long reader takes. */
export interface ProgressOptions {
  /** Called as the work goes on, at most once an image; it must be quick. */
  readonly onProgress?: (progress: DataProgress) => void;
  /** Stops with the signal's reason; nothing is left behind. */
  readonly signal?: AbortSignal;
}

/** The images of a listing that could be used, in its order. */
export interface DecodedListing {
  /** The class id of each image. */
  readonly labels: readonly number[];
  /** The file of each image. */
  readonly files: readonly string[];
  /** What the data set's own split says of each image. */
  readonly splits: readonly ImageRecord['split'][];
  /** What the listing or the decoder left out, by file. */
  readonly rejected: readonly RejectedFile[];
  /** Files of the same bytes: each list has the used files of one content, two or more, in the listing's order. */
  readonly duplicates: readonly (readonly string[])[];
}

export interface DecodeListingOptions extends ResolvedDecodeOptions {
  readonly crop: Crop;
}

/**
 * Decodes the images of a listing, several at a time, and gives them to `use` in order. An image that cannot be used does not
 * stop the others.
 * @param source - Named in errors.
 * @throws NoImagesError - Not one image could be used.
 */
export async function decodeListing(
  source: string,
  listing: ImageListing,
  options: DecodeListingOptions,
  { onProgress, signal }: ProgressOptions,
  use: (pixels: Uint8Array) => void | Promise<void>,
): Promise<DecodedListing> {
  const ids = new Map(listing.classes.map((name, id) => [name, id]));
  const labels: number[] = [];
  const files: string[] = [];
  const splits: ImageRecord['split'][] = [];
  const filesOfContent = new Map<string, Set<string>>();
  const rejected = [...listing.rejected];
  const total = listing.records.length;
  let done = 0;
  // sharp computes on the threads of libuv (four unless UV_THREADPOOL_SIZE says otherwise): keep them busy.
  const concurrency = 2 * Math.max(4, availableParallelism());
  const decodeOne = (record: ImageRecord): Promise<DecodedRecord> =>
    decodeRecord(listing.root, record, options);
  for await (const { record, result } of mapOrdered(listing.records, decodeOne, { concurrency, signal })) {
    if ('pixels' in result) {
      await use(result.pixels);
      labels.push(ids.get(record.className) ?? -1);
      files.push(record.file);
      splits.push(record.split);
      const sameContent = filesOfContent.get(result.content);
      if (sameContent === undefined) filesOfContent.set(result.content, new Set([record.file]));
      else sameContent.add(record.file);
    } else rejected.push(result);
    done++;
    onProgress?.({ done, total, rejected: done - files.length });
  }
  rejected.sort((a, b) => byCodeUnits(a.file, b.file));
  if (files.length === 0) throw new NoImagesError(source, rejected);
  const duplicates = [...filesOfContent.values()].filter(({ size }) => size > 1).map((same) => [...same]);
  return { labels, files, splits, rejected, duplicates };
}

interface DecodedRecord {
  readonly record: ImageRecord;
  /** Its pixels and a hash of its file, or why it is left out. */
  readonly result: { readonly pixels: Uint8Array; readonly content: string } | RejectedFile;
}

async function decodeRecord(
  root: string,
  record: ImageRecord,
  options: DecodeListingOptions,
): Promise<DecodedRecord> {
  const { file } = record;
  try {
    const bytes = await readImageFile(join(root, file), file);
    const area = await areaOfRecord(root, record, options.crop, options.maxPixels);
    const pixels = await decode(bytes, options, file, area);
    return { record, result: { pixels, content: createHash('sha256').update(bytes).digest('base64') } };
  } catch (error) {
    if (!ImageRejectedError.isInstance(error)) throw error;
    return { record, result: { file: error.file, reason: error.reason, detail: error.detail } };
  }
}
