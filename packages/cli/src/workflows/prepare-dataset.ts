import {
  DATASET_LAYOUTS,
  detectDataset,
  openPreparedData,
  prepareIdx,
  prepareRecords,
  readDataset,
  readLandmarks,
  withLandmarks,
  type Crop,
  type DatasetLayout,
  type DetectedDataset,
  type ImageListing,
  type PreparedData,
  type PrepareIdxOptions,
  type PrepareRecordsOptions,
  type PrepareStart,
} from '@cvg/data';
import { formatCount, plural } from '../ui/format.js';
import { silentProgress, type Progress, type ProgressTask } from '../ui/progress.js';

/** What a data set may be said to be: an official layout, plain class folders, or idx files. */
export const DATASET_NAMES: readonly DatasetName[] = [...DATASET_LAYOUTS, 'idx'];

/** One of {@link DATASET_NAMES}. */
export type DatasetName = DatasetLayout | 'idx';

/** What is done with photos; idx files have none of it. */
export interface PhotoOptions extends Pick<
  PrepareRecordsOptions,
  'classes' | 'minImages' | 'maxPerClass' | 'faces'
> {
  /** 3 colour, 1 grey. @default 3 */
  readonly channels?: 1 | 3;
  /** What part of a photo becomes the image. @default as `prepareRecords`: the mask, the face of a set of faces, else the centre */
  readonly crop?: Crop;
  /** Of faces: the distance of the eyes as a part of the image's side. @default 0.3 */
  readonly eyeDistance?: number;
  /** A CSV file with landmarks of your own, which are taken instead of looking for faces. */
  readonly landmarks?: string;
}

export interface PrepareDatasetOptions
  extends
    PhotoOptions,
    Pick<PrepareRecordsOptions, 'heldOutFraction' | 'heldOutPerClass' | 'heldOutClasses' | 'seed'> {
  /** A folder of photos (one folder a class, or a known data set) or of idx files. */
  readonly from: string;
  /** The prepared folder to write; it gets its name when it is complete. */
  readonly out: string;
  /** Side of the images in pixels. */
  readonly size: number;
  /** What `from` holds. @default found out */
  readonly dataset?: DatasetName;
  /** Replaces a prepared folder of that name. @default false */
  readonly overwrite?: boolean;
  /** Called before the folder gets its name, for what shall be part of it, such as `writePrepareReport`. */
  readonly onComplete?: (prepared: PreparedDataset) => Promise<unknown>;
  readonly progress?: Progress;
  /** Stops with the signal's reason; the same call goes on where it stopped. */
  readonly signal?: AbortSignal;
}

/** A folder that was prepared, and what it came from. */
export interface PreparedDataset {
  /** To be closed by the receiver. */
  readonly data: PreparedData;
  readonly kind: DetectedDataset['kind'];
  /** The photos it was made of; undefined for idx files. */
  readonly listing?: ImageListing;
}

/** Rejected files that are named one by one; the manifest has all. */
const NAMED_FILES = 10;

/**
 * Writes a data set as a prepared folder, going on where an earlier call was stopped. Files that were left out are told to
 * `progress`, each with its reason.
 * @param options - The folder, where to write, and what of the photos becomes the images.
 * @returns The manifest, and what kind of data set it was.
 * @throws DataError - There is nothing to learn from, the name is taken, or the packages for faces are missing.
 * @throws RangeError - An option is out of its range, or is for photos where there are idx files.
 */
export async function prepareDataset(options: PrepareDatasetOptions): Promise<PreparedDataset> {
  const { from, out, dataset, progress = silentProgress } = options;
  const found = await detectDataset(from);
  if (found.kind === 'prepared' && dataset === undefined) {
    throw new RangeError(
      `${from}: is a prepared folder already; choose the folder of the photos or idx files.`,
    );
  }
  const layout = dataset ?? layoutOf(found);
  const kind = layout === 'idx' || layout === 'class-folders' ? layout : 'records';
  const listing = layout === 'idx' ? undefined : await listingOf(layout, options);
  const open = async (folder: string): Promise<PreparedDataset> => ({
    ...{ data: await openPreparedData(folder), kind, listing },
  });
  const onComplete = async (folder: string): Promise<void> => {
    const prepared = await open(folder);
    try {
      await options.onComplete?.(prepared);
    } finally {
      await prepared.data.close();
    }
  };
  const task = new PrepareTask(progress);
  const callbacks = { ...task.callbacks, onComplete };
  try {
    if (listing === undefined) await prepareIdxFiles(options, callbacks);
    else {
      await prepareRecords(listing, out, { ...options, ...callbacks });
    }
  } finally {
    task.end();
  }
  const prepared = await open(out);
  tellRejected(prepared.data, progress);
  return prepared;
}

function layoutOf(found: DetectedDataset): DatasetName {
  if (found.kind === 'records') return found.layout;
  return found.kind === 'idx' ? 'idx' : 'class-folders';
}

async function listingOf(
  layout: DatasetLayout,
  { from, landmarks }: PrepareDatasetOptions,
): Promise<ImageListing> {
  const listing = await readDataset(layout, from);
  return landmarks === undefined ? listing : withLandmarks(listing, await readLandmarks(landmarks));
}

async function prepareIdxFiles(
  options: PrepareDatasetOptions,
  callbacks: Required<Pick<PrepareIdxOptions, 'onProgress' | 'onComplete'>>,
): Promise<void> {
  const { channels, crop, eyeDistance, faces, landmarks, classes, minImages, maxPerClass, ...rest } = options;
  const forPhotos: PhotoOptions = {
    channels,
    crop,
    eyeDistance,
    faces,
    landmarks,
    classes,
    minImages,
    maxPerClass,
  };
  const [wrong] = Object.entries(forPhotos).find(([, value]) => value !== undefined) ?? [];
  if (wrong !== undefined)
    throw new RangeError(`${options.from}: holds idx files, and ${wrong} is for photos.`);
  await prepareIdx(options.from, options.out, { ...rest, ...callbacks });
}

/** The progress of preparing, from wherever it begins. */
class PrepareTask {
  readonly #progress: Progress;
  #task: ProgressTask | undefined;
  #done = 0;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  readonly callbacks = {
    onStart: ({ done, total, discarded }: PrepareStart): void => {
      this.#done = done;
      if (discarded !== undefined)
        this.#progress.note(`Beginning anew, what was prepared before is dropped: ${discarded}.`);
      if (done > 0) this.#progress.note(`Going on after ${formatCount(done)} of ${plural(total, 'photo')}.`);
    },
    onProgress: ({ done, total, rejected }: { done: number; total: number; rejected: number }): void => {
      this.#task ??= this.#progress.task({ title: 'prepare', total, done: this.#done, unit: 'images' });
      this.#task.update(done, rejected > 0 ? `${formatCount(rejected)} left out` : undefined);
    },
  };

  end(): void {
    this.#task?.end();
  }
}

function tellRejected({ manifest, folder }: PreparedData, { note }: Progress): void {
  const { rejected, emptyClasses } = manifest;
  if (rejected.length > 0) {
    note(`${formatCount(rejected.length)} ${rejected.length === 1 ? 'file was' : 'files were'} left out:`);
    for (const { file, reason, detail } of rejected.slice(0, NAMED_FILES)) {
      note(`  ${file}  ${reason}: ${detail}`);
    }
    const more = rejected.length - NAMED_FILES;
    if (more > 0) note(`  and ${formatCount(more)} more, listed in ${folder}/manifest.json`);
  }
  if (emptyClasses.length > 0) {
    const more = emptyClasses.length - NAMED_FILES;
    const named = emptyClasses.slice(0, NAMED_FILES).join(', ');
    note(`Classes without a usable image: ${named}${more > 0 ? ` and ${formatCount(more)} more` : ''}`);
  }
}
