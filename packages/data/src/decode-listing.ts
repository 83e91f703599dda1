import { availableParallelism } from 'node:os';
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
  /** What the listing or the decoder left out, by file. */
  readonly rejected: readonly RejectedFile[];
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
  options: ResolvedDecodeOptions,
  { onProgress, signal }: ProgressOptions,
  use: (pixels: Uint8Array) => void | Promise<void>,
): Promise<DecodedListing> {
  const ids = new Map(listing.classes.map((name, id) => [name, id]));
  const labels: number[] = [];
  const files: string[] = [];
  const rejected = [...listing.rejected];
  const total = listing.records.length;
  let done = 0;
  // sharp computes on the threads of libuv (four unless UV_THREADPOOL_SIZE says otherwise): keep them busy.
  const concurrency = 2 * Math.max(4, availableParallelism());
  const decodeOne = (record: ImageRecord): Promise<DecodedRecord> => decodeRecord(record, options);
  for await (const { record, result } of mapOrdered(listing.records, decodeOne, { concurrency, signal })) {
    if (result instanceof Uint8Array) {
      await use(result);
      labels.push(ids.get(record.className) ?? -1);
      files.push(record.file);
    } else rejected.push(result);
    done++;
    onProgress?.({ done, total, rejected: done - files.length });
  }
  rejected.sort((a, b) => byCodeUnits(a.file, b.file));
  if (files.length === 0) throw new NoImagesError(source, rejected);
  return { labels, files, rejected };
}

interface DecodedRecord {
  readonly record: ImageRecord;
  /** Its pixels, or why it is left out. */
  readonly result: Uint8Array | RejectedFile;
}

async function decodeRecord(record: ImageRecord, options: ResolvedDecodeOptions): Promise<DecodedRecord> {
  try {
    const bytes = await readImageFile(record.path, record.file);
    return { record, result: await decode(bytes, options, record.file) };
  } catch (error) {
    if (!ImageRejectedError.isInstance(error)) throw error;
    return { record, result: { file: error.file, reason: error.reason, detail: error.detail } };
  }
}
