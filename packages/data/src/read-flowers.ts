import { join } from 'node:path';
import { DataError } from './errors.js';
import { folderNames } from './folder-names.js';
import type { ImageListing, ImageRecord, Mask } from './image-record.js';
import { readMatVectors } from './mat-file.js';
import { presentRecords } from './present-records.js';
import type { RejectedFile } from './rejected-file.js';

/** The 17 categories in the order of the images, 80 of each. */
const FLOWERS_17 = [
  ...['daffodil', 'snowdrop', 'lily-of-the-valley', 'bluebell', 'crocus', 'iris', 'tigerlily', 'tulip'],
  ...['fritillary', 'sunflower', 'daisy', 'coltsfoot', 'dandelion', 'cowslip', 'buttercup', 'windflower'],
  'pansy',
] as const;

const IMAGES_PER_CLASS = 80;

/** Folders of the masks of 17 Category Flower: the official one, and scaled copies. */
const MASK_FOLDERS = ['trimaps', 'masks-256'];

/**
 * 17 Category Flower: `jpg/image_NNNN.jpg`, and masks `image_NNNN.png` in `trimaps/` (or `masks-256/`, scaled without regard to
 * the aspect ratio). The flower is dark red in a mask, the second colour of its palette.
 * Convention: images count from 1, and there are 80 of a class: it is floor((NNNN - 1) / 80).
 * @throws DataError - There is no folder `jpg`.
 */
export async function readFlowers17(folder: string): Promise<ImageListing> {
  const masksIn = MASK_FOLDERS.find(inList(await folderNames(folder)));
  const masks = new Set(masksIn === undefined ? [] : await folderNames(join(folder, masksIn)));
  const records: ImageRecord[] = [];
  const rejected: RejectedFile[] = [];
  for (const name of await folderNames(join(folder, 'jpg'))) {
    const file = `jpg/${name}`;
    const number = Number(/^image_(\d{4})\.jpg$/.exec(name)?.[1] ?? NaN);
    const className = FLOWERS_17[Math.floor((number - 1) / IMAGES_PER_CLASS)];
    if (className === undefined) {
      if (name.startsWith('.') || !name.endsWith('.jpg')) continue;
      rejected.push({ file, reason: 'no-class', detail: 'its name is not image_0001.jpg to image_1360.jpg' });
      continue;
    }
    const maskName = name.replace('.jpg', '.png');
    const mask: Mask = { file: `${masksIn ?? ''}/${maskName}`, marks: 'object', color: [128, 0, 0] };
    records.push({ file, className, ...(masks.has(maskName) && { mask }) });
  }
  return presentRecords({ root: folder, layout: 'flowers-17', records, classes: FLOWERS_17, rejected });
}

const inList = (names: readonly string[]) => (name: string) => names.includes(name);

/**
 * 102 Category Flower: `jpg/image_NNNNN.jpg`, `segmim/segmim_NNNNN.jpg` (blue where there is no flower), `imagelabels.mat`
 * and `setid.mat`. The official test images (`tstid`) are held out; `trnid` and `valid` are learned from. The files do not name
 * the classes: they are `001` to `102`.
 * Convention: images and classes count from 1.
 * @throws DataError - A file is missing or damaged; it is named.
 */
export async function readFlowers102(folder: string): Promise<ImageListing> {
  const labelsFile = join(folder, 'imagelabels.mat');
  const setsFile = join(folder, 'setid.mat');
  const { labels } = await readMatVectors(labelsFile, ['labels']);
  const { tstid } = await readMatVectors(setsFile, ['trnid', 'valid', 'tstid']);
  const heldOut = new Set(tstid);
  const wrong = tstid.find((image) => !(Number.isInteger(image) && image >= 1 && image <= labels.length));
  if (wrong !== undefined) {
    throw new DataError(setsFile, `expected images from 1 to ${labels.length} in 'tstid', got ${wrong}`);
  }
  const masks = new Set(
    (await folderNames(folder)).includes('segmim') ? await folderNames(join(folder, 'segmim')) : [],
  );
  const records = Array.from(labels, (label, index): ImageRecord => {
    if (!(Number.isInteger(label) && label >= 1 && label <= 999)) {
      throw new DataError(labelsFile, `expected classes from 1 in 'labels', got ${label} at ${index}`);
    }
    const number = String(index + 1).padStart(5, '0');
    const maskName = `segmim_${number}.jpg`;
    const mask: Mask = { file: `segmim/${maskName}`, marks: 'background', color: [0, 0, 254] };
    return {
      file: `jpg/image_${number}.jpg`,
      className: classNameOf(label),
      split: heldOut.has(index + 1) ? 'held-out' : 'train',
      ...(masks.has(maskName) && { mask }),
    };
  });
  const classes = [...new Set(labels)].sort((a, b) => a - b).map(classNameOf);
  return presentRecords({ root: folder, layout: 'flowers-102', records, classes, rejected: [] });
}

const classNameOf = (label: number): string => String(label).padStart(3, '0');
