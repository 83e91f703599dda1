import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { byCodeUnits } from './by-code-units.js';
import { ImageRejectedError, NoImagesError } from './errors.js';
import type { FaceDetector } from './face-detector.js';
import { readImageFile } from './image-file.js';
import type { ImageListing, ImageRecord } from './image-record.js';
import { imagesOfRecord, type RecordCrop } from './images-of-record.js';
import { mapOrdered } from './map-ordered.js';
import { imagesOf, toLandmarkRow, type Outcome } from './outcome.js';
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
  /** Stops with the signal's reason. */
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
  /** Of faces: the landmarks of each image (see `toLandmarkRow`). */
  readonly landmarks: readonly (readonly number[])[];
  /** What the listing or the decoder left out, by file. */
  readonly rejected: readonly RejectedFile[];
  /** Files of the same bytes: each list has the used files of one content, two or more, in the listing's order. */
  readonly duplicates: readonly (readonly string[])[];
}

export interface DecodeListingOptions extends RecordCrop {
  /** Asked for the detector when the first face is to be found. */
  readonly openDetector?: () => Promise<FaceDetector>;
}

/** What is done with the images. */
export interface ImageReceiver {
  /** What became of the first records in an earlier process: they are not decoded again. */
  readonly earlier?: readonly Outcome[];
  /** Takes what became of the next record, and its images. */
  add(outcome: Outcome, images: readonly Uint8Array[]): void | Promise<void>;
}

/**
 * Decodes the images of a listing, several at a time, and gives them to `receiver` in order. An image that cannot be used does not
 * stop the others.
 * @param source - Named in errors.
 * @throws NoImagesError - Not one image could be used.
 */
export async function decodeListing(
  source: string,
  listing: ImageListing,
  options: DecodeListingOptions,
  { onProgress, signal }: ProgressOptions,
  receiver: ImageReceiver,
): Promise<DecodedListing> {
  const { records } = listing;
  const outcomes: Outcome[] = [...(receiver.earlier ?? [])];
  let rejected = outcomes.filter((outcome) => imagesOf(outcome) === 0).length;
  // sharp computes on the threads of libuv (four unless UV_THREADPOOL_SIZE says otherwise): keep them busy.
  const concurrency = 2 * Math.max(4, availableParallelism());
  const decodeOne = (record: ImageRecord): Promise<DecodedRecord> =>
    decodeRecord(listing.root, record, options);
  for await (const { outcome, images } of mapOrdered(records.slice(outcomes.length), decodeOne, {
    concurrency,
    signal,
  })) {
    await receiver.add(outcome, images);
    outcomes.push(outcome);
    if (images.length === 0) rejected++;
    onProgress?.({ done: outcomes.length, total: records.length, rejected });
  }
  return collect(source, listing, outcomes);
}

interface DecodedRecord {
  readonly outcome: Outcome;
  readonly images: readonly Uint8Array[];
}

async function decodeRecord(
  root: string,
  record: ImageRecord,
  options: DecodeListingOptions,
): Promise<DecodedRecord> {
  const { file } = record;
  const { openDetector = noDetector } = options;
  try {
    const bytes = await readImageFile(join(root, file), file);
    const images = await imagesOfRecord(root, record, bytes, options, openDetector);
    const content = createHash('sha256').update(bytes).digest('base64');
    const landmarks = images.flatMap((image) => (image.landmarks ? [toLandmarkRow(image.landmarks)] : []));
    return {
      outcome: { content, ...(landmarks.length > 0 && { landmarks }) },
      images: images.map(({ pixels }) => pixels),
    };
  } catch (error) {
    if (!ImageRejectedError.isInstance(error)) throw error;
    return { outcome: { file: error.file, reason: error.reason, detail: error.detail }, images: [] };
  }
}

const noDetector = (): Promise<never> => Promise.reject(new Error('decodeListing: no detector of faces.'));

/** Joins the records of a listing with what became of them. */
function collect(source: string, listing: ImageListing, outcomes: readonly Outcome[]): DecodedListing {
  const ids = new Map(listing.classes.map((name, id) => [name, id]));
  const labels: number[] = [];
  const files: string[] = [];
  const splits: ImageRecord['split'][] = [];
  const landmarks: (readonly number[])[] = [];
  const rejected = [...listing.rejected];
  const filesOfContent = new Map<string, Set<string>>();
  for (const [index, { file, className, split }] of listing.records.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) break;
    if ('reason' in outcome) {
      rejected.push(outcome);
      continue;
    }
    for (let image = 0; image < imagesOf(outcome); image++) {
      labels.push(ids.get(className) ?? -1);
      files.push(file);
      splits.push(split);
    }
    landmarks.push(...(outcome.landmarks ?? []));
    const sameContent = filesOfContent.get(outcome.content);
    if (sameContent === undefined) filesOfContent.set(outcome.content, new Set([file]));
    else sameContent.add(file);
  }
  rejected.sort((a, b) => byCodeUnits(a.file, b.file));
  if (files.length === 0) throw new NoImagesError(source, rejected);
  const duplicates = [...filesOfContent.values()].filter(({ size }) => size > 1).map((same) => [...same]);
  return { labels, files, splits, landmarks, rejected, duplicates };
}
