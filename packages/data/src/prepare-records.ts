import { assertOneOf } from './assert.js';
import { CROPS, type Crop } from './area-of-record.js';
import { checkListing } from './check-listing.js';
import { resolveDecodeOptions, type DecodeOptions } from './decode-image.js';
import { decodeListing, type DecodedListing } from './decode-listing.js';
import { openFaceDetector } from './face-api-detector.js';
import { checkFaceOptions, type FaceCropsOptions } from './face-crops.js';
import type { FaceDetector } from './face-detector.js';
import type { ImageListing } from './image-record.js';
import type { Manifest, ManifestSplit } from './manifest.js';
import type { PrepareOptions } from './prepare-options.js';
import { writeResumableFolder, type PrepareStart } from './prepared-writer.js';
import { selectRecords, type SelectOptions } from './select-records.js';
import { resolveSplit } from './split-options.js';
import { describeWork } from './work-description.js';
import { assertOutside } from './write-folder.js';

export interface PrepareRecordsOptions
  extends DecodeOptions, PrepareOptions, SelectOptions, Pick<FaceCropsOptions, 'eyeDistance' | 'faces'> {
  /**
   * What part of a photo becomes the image: the largest centred square; the whole photo, its box, or the tight rectangle around
   * its mask, stretched to a square; or its face, aligned as `alignFace` does, by the record's landmarks or else by those that are found.
   * @default 'mask' if the data set has masks, 'face' for `lfw` and `facescrub`, else 'center'
   */
  readonly crop?: Crop;
  /** Finds the faces; it stays open. @default one of `openFaceDetector` */
  readonly detector?: FaceDetector;
  /** Called once, before the first image. */
  readonly onStart?: (start: PrepareStart) => void;
}

/** Data sets of faces. */
const FACE_LAYOUTS = ['lfw', 'facescrub'];

/**
 * Writes a data set as a prepared folder. If its records have an official split and no other is asked for (`heldOutFraction`,
 * `heldOutPerClass`, `heldOutClasses`), that is the split; else a tenth of every class is held out. Images that cannot be used are left
 * out and listed in the manifest, each with a reason (`missing`, `no-face`, ...); files of the same content are kept, and listed as `source.duplicates`. The same files and options give
 * the same bytes. Memory does not grow with the number of pixels.
 *
 * When it is stopped by `signal`, by an error of the system such as a full disk, or killed, what was done stays beside `to`, and the
 * next call for the same `to`, files and options on the same machine goes on with it.
 * @param listing - From `readDataset`, or made by hand: `root`, `layout`, `records`, `classes`, `rejected`.
 * @param to - The folder to write; it gets its name only when it is complete.
 * @param options - Side and channels of the images, what is cropped, which classes, the split, and how to follow and
 *   to stop it.
 * @returns The manifest.
 * @throws NoImagesError - Not one image could be used.
 * @throws DataError - A record leads out of the data set's folder, `to` is taken, the disk is full, or faces are to be found and the
 * optional packages are not installed.
 */
export async function prepareRecords(
  listing: ImageListing,
  to: string,
  options: PrepareRecordsOptions,
): Promise<Manifest> {
  const { classes, minImages = 1, maxPerClass, seed = 0, overwrite, onStart, onComplete } = options;
  const { crop = defaultCrop(listing) } = options;
  assertOneOf('prepareRecords: crop', crop, CROPS);
  const cropOptions = {
    ...resolveDecodeOptions('prepareRecords', options),
    crop,
    ...faceOptions(crop, options),
  };
  checkListing('prepareRecords', listing);
  const selected = selectRecords('prepareRecords', listing, options);
  const classNames = { all: listing.classes, taken: selected.classes };
  const chooseSplit = resolveSplit('prepareRecords', options, classNames);
  const { root, layout } = listing;
  await assertOutside('prepareRecords', root, to);
  const { size, channels } = cropOptions;
  const work = await describeWork(selected, cropOptions);
  const detectors = new LazyDetector(options.detector);
  const target = {
    ...({ imageShape: [size, size, channels], overwrite, work, onComplete } as const),
    onStart: (start: Omit<PrepareStart, 'total'>) => onStart?.({ ...start, total: selected.records.length }),
  };
  try {
    return await writeResumableFolder(to, target, async (journal) => {
      const decodeOptions = { ...cropOptions, openDetector: () => detectors.open() };
      const decoded = await decodeListing(root, selected, decodeOptions, options, {
        earlier: journal.outcomes,
        add: (outcome, images) => journal.add(outcome, images),
      });
      const { labels, files, rejected, duplicates, landmarks } = decoded;
      return {
        labels,
        classes: selected.classes,
        split: (images) => chooseSplit({ ...images, files }, officialSplit(decoded)),
        source: {
          kind: 'records',
          layout,
          options: { ...cropOptions, minImages, maxPerClass, seed, classes: classes && [...classes] },
          files,
          duplicates,
          ...(crop === 'face' && { landmarks }),
        },
        rejected,
      };
    });
  } finally {
    await detectors.close();
  }
}

function defaultCrop({ layout, records }: ImageListing): Crop {
  if (records.some(({ mask }) => mask !== undefined)) return 'mask';
  return FACE_LAYOUTS.includes(layout) ? 'face' : 'center';
}

function faceOptions(
  crop: Crop,
  { size, eyeDistance = 0.3, faces = 'main' }: PrepareRecordsOptions,
): Pick<FaceCropsOptions, 'eyeDistance' | 'faces'> {
  if (crop !== 'face') return {};
  checkFaceOptions('prepareRecords', { size, eyeDistance, faces });
  return { eyeDistance, faces };
}

/** The detector, opened when the first face is to be found: a data set with landmarks needs none. */
class LazyDetector {
  readonly #given: FaceDetector | undefined;
  #opened: ReturnType<typeof openFaceDetector> | undefined;

  constructor(given: FaceDetector | undefined) {
    this.#given = given;
  }

  async open(): Promise<FaceDetector> {
    return this.#given ?? (this.#opened ??= openFaceDetector());
  }

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    await opened?.close();
  }
}

/** Undefined for a data set without a split of its own. */
function officialSplit({ splits }: DecodedListing): ManifestSplit | undefined {
  if (splits.every((split) => split === undefined)) return undefined;
  return { method: 'official', heldOut: [...splits.keys()].filter((row) => splits[row] === 'held-out') };
}
