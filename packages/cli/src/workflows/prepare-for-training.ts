import {
  detectDataset,
  openPreparedData,
  type Crop,
  type DetectedDataset,
  type PreparedData,
} from '@cvg/data';
import type { Progress } from '../ui/progress.js';
import { prepareDataset } from './prepare-dataset.js';

export interface PrepareForTrainingOptions {
  /** A folder of photos (one folder a class, or a known data set), of idx files, or a prepared folder. */
  readonly from: string;
  /** Where photos and idx files are written as a prepared folder; one that is there is replaced. */
  readonly out: string;
  /** Side of the images in pixels. */
  readonly size: 32 | 64 | 128;
  /** Photos only: 3 colour, 1 grey. @default 3 */
  readonly channels?: 1 | 3;
  /** Photos only: what part becomes the image. @default the mask, the face of a set of faces, else the centre */
  readonly crop?: Crop;
  readonly progress?: Progress;
  /** Stops with the signal's reason; the same call goes on where it stopped. */
  readonly signal?: AbortSignal;
}

/** Data to train with, and what kind of folder it came from. */
export interface DataForTraining {
  /** To be closed by the receiver. */
  readonly data: PreparedData;
  readonly kind: DetectedDataset['kind'];
}

/**
 * Makes images of one size out of whatever a folder holds ({@link prepareDataset}); a prepared folder is taken as it is.
 * @param options - The folder, the size of the images, and the split.
 * @returns The prepared folder, and what kind it was made of.
 * @throws DataError - There is nothing to learn from.
 * @throws RangeError - A prepared folder has images of another size.
 */
export async function prepareForTraining(options: PrepareForTrainingOptions): Promise<DataForTraining> {
  const { from, size, channels } = options;
  const { kind } = await detectDataset(from);
  if (kind !== 'prepared') {
    const photoOptions = kind === 'idx' ? { channels: undefined, crop: undefined } : {};
    const prepared = await prepareDataset({ ...options, ...photoOptions, overwrite: true });
    return { data: prepared.data, kind: prepared.kind };
  }
  const data = await openPreparedData(from);
  const [height, width, depth] = data.imageShape;
  if (height === size && width === size && (channels ?? depth) === depth) return { data, kind };
  await data.close();
  throw new RangeError(
    `${from}: a prepared folder of ${height} x ${width} images with ${depth} channels, asked for were ${size} x ${size}${channels === undefined ? '' : ` with ${channels}`}.`,
  );
}
