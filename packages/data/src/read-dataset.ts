import { assertOneOf } from './assert.js';
import { listClassFolders } from './class-folders.js';
import type { ImageListing } from './image-record.js';
import { readLfw } from './lfw.js';
import { readCub200, readCub2011 } from './read-cub.js';
import { readFaceScrub } from './read-facescrub.js';
import { readFlowers102, readFlowers17 } from './read-flowers.js';

const READERS = {
  'class-folders': listClassFolders,
  'cub-200': readCub200,
  'cub-200-2011': readCub2011,
  facescrub: readFaceScrub,
  'flowers-17': readFlowers17,
  'flowers-102': readFlowers102,
  lfw: readLfw,
} as const;

/** The data sets whose official layout is read, and plain folders. */
export type DatasetLayout = keyof typeof READERS;

/** The names of the layouts, for {@link readDataset}. */
export const DATASET_LAYOUTS = Object.keys(READERS) as readonly DatasetLayout[];

/**
 * The records of a data set in its official layout; no image is opened.
 * @param layout - One of {@link DATASET_LAYOUTS}.
 * @param folder - Where the data set lies, unpacked.
 * @returns The records, the classes, and files that are listed and not there.
 * @throws RangeError - There is no such layout; the message names those there are.
 * @throws DataError - The folder is not laid out like that; the message names what is missing or damaged.
 */
export async function readDataset(layout: DatasetLayout, folder: string): Promise<ImageListing> {
  assertOneOf('readDataset: layout', layout, DATASET_LAYOUTS);
  return READERS[layout](folder);
}
