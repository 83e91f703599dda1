import { assertOneOf } from './assert.js';
import { CROPS, type Crop } from './area-of-record.js';
import { checkListing } from './check-listing.js';
import { resolveDecodeOptions, type DecodeOptions } from './decode-image.js';
import { decodeListing, type DecodedListing } from './decode-listing.js';
import type { ImageListing } from './image-record.js';
import type { Manifest, ManifestSplit } from './manifest.js';
import type { PrepareOptions } from './prepare-options.js';
import { writePreparedFolder } from './prepared-writer.js';
import { selectRecords, type SelectOptions } from './select-records.js';
import { resolveSplit } from './split-options.js';
import { assertOutside } from './write-folder.js';

export interface PrepareRecordsOptions extends DecodeOptions, PrepareOptions, SelectOptions {
  /**
   * What part of a photo becomes the image: the largest centred square, the whole photo, its box, or the tight rectangle around
   * its mask; all but the first are stretched to a square. @default 'mask' if the data set has masks, else 'center'
   */
  readonly crop?: Crop;
}

/**
 * Writes a data set as a prepared folder. If its records have an official split and no other is asked for (`heldOutFraction`,
 * `heldOutPerClass`, `heldOutClasses`), that is the split; else a tenth of every class is held out. Images that cannot be used are left out and listed in the manifest, each with a reason
 * (`missing`, `no-mask`, ...); files of the same content are kept, and listed as `source.duplicates`.
 * @param listing - From `readDataset`, or made by hand: `root`, `layout`, `records`, `classes`, `rejected`.
 * @param to - The folder to write; it gets its name only when it is complete.
 * @returns The manifest.
 * @throws NoImagesError - Not one image could be used.
 * @throws DataError - A record leads out of the data set's folder, or `to` is taken.
 */
export async function prepareRecords(
  listing: ImageListing,
  to: string,
  options: PrepareRecordsOptions,
): Promise<Manifest> {
  const { classes, minImages = 1, maxPerClass, seed = 0, overwrite } = options;
  const hasMasks = listing.records.some(({ mask }) => mask !== undefined);
  const { crop = hasMasks ? 'mask' : 'center' } = options;
  assertOneOf('prepareRecords: crop', crop, CROPS);
  const decodeOptions = { ...resolveDecodeOptions('prepareRecords', options), crop };
  checkListing('prepareRecords', listing);
  const selected = selectRecords('prepareRecords', listing, options);
  const classNames = { all: listing.classes, taken: selected.classes };
  const chooseSplit = resolveSplit('prepareRecords', options, classNames);
  const { root, layout } = listing;
  await assertOutside('prepareRecords', root, to);
  const { size, channels } = decodeOptions;
  return writePreparedFolder(to, { imageShape: [size, size, channels], overwrite }, async (append) => {
    const decoded = await decodeListing(root, selected, decodeOptions, options, append);
    const { labels, files, rejected, duplicates } = decoded;
    return {
      labels,
      classes: selected.classes,
      split: (images) => chooseSplit({ ...images, files }, officialSplit(decoded)),
      source: {
        kind: 'records',
        layout,
        options: { ...decodeOptions, minImages, maxPerClass, seed, classes: classes && [...classes] },
        files,
        duplicates,
      },
      rejected,
    };
  });
}

/** Undefined for a data set without a split of its own. */
function officialSplit({ splits }: DecodedListing): ManifestSplit | undefined {
  if (splits.every((split) => split === undefined)) return undefined;
  return { method: 'official', heldOut: [...splits.keys()].filter((row) => splits[row] === 'held-out') };
}
