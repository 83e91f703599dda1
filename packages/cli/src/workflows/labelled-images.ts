import type { ImageArray } from '@cvg/apps';
import { datasetOf, loadImageFolder, loadImages } from '@cvg/data';
import { classIdsOf } from './class-names.js';
import type { Model } from './load-model.js';
import { openRunData, type Run } from './open-run.js';
import { exampleImages } from './real-images.js';

/** Images to encode. */
export interface LabelledImages {
  readonly images: ImageArray;
  /** Their classes; `undefined` for a recipe without classes. */
  readonly labels: ArrayLike<number> | undefined;
  /** A name for each: its class, or its file. */
  readonly names: readonly string[];
}

/**
 * Real images out of a run's data, held-out ones first: `perClass` of each class, a class after the other.
 * @param run - Of `createRun` or `openRun`.
 * @param model - Of `loadModel`.
 * @param classIds - For a recipe without classes: which of the data's classes the images are taken from.
 * @param perClass - At least 1; fewer are returned where there are fewer.
 * @returns Images in [-1, 1], their labels, and a name for each.
 */
export async function imagesOfRun(
  run: Run,
  { classes }: Pick<Model, 'classes'>,
  classIds: readonly number[],
  perClass: number,
): Promise<LabelledImages> {
  const data = await openRunData(run);
  try {
    const images = await exampleImages(data, classIds, perClass);
    const names = Array.from(images.labels, (label) => data.classes[label] ?? '');
    return { images, labels: classes.length > 0 ? images.labels : undefined, names };
  } finally {
    await data.close();
  }
}

/**
 * Image files, cut square and scaled as the run's photos were.
 * @param run - Of `createRun` or `openRun`.
 * @param files - Paths.
 * @param labels - Their classes; `undefined` for a recipe without classes.
 * @param reduced - By how much smaller than the run's images they are made. @default 1
 * @returns Images in [-1, 1], their labels, and a name for each.
 * @throws ImageRejectedError - A file cannot be used.
 */
export async function imagesOfFiles(
  { config }: Run,
  files: readonly string[],
  labels: readonly number[] | undefined,
  reduced = 1,
): Promise<LabelledImages> {
  const { networks } = config.training;
  if (networks.kind !== 'image') throw new RangeError('imagesOfFiles: run: expected networks of images.');
  const { imageSize, channels } = networks;
  const images = await loadImages(files, { size: imageSize / reduced, channels });
  return { images, labels, names: files };
}

/**
 * A folder of images, one folder a class as for training, cut square and scaled as the run's photos were.
 * @param run - Of `createRun` or `openRun`.
 * @param model - Of `loadModel`.
 * @param folder - One folder a class.
 * @returns Images in [-1, 1], their labels, and a name for each.
 * @throws RunError - A folder is not named as one of the run's classes.
 * @throws DataError - The folder has no images.
 */
export async function imagesOfFolder(
  run: Run,
  model: Pick<Model, 'classes'>,
  folder: string,
): Promise<LabelledImages> {
  const { networks } = run.config.training;
  if (networks.kind !== 'image') throw new RangeError('imagesOfFolder: run: expected networks of images.');
  const { imageSize, channels } = networks;
  const loaded = await loadImageFolder(folder, { size: imageSize, channels });
  const data = datasetOf(loaded);
  const images = await data.read(data.rows());
  const names = Array.from(images.labels, (label) => data.classes[label] ?? '');
  if (model.classes.length === 0) return { images, labels: undefined, names };
  const ids = classIdsOf(run, model, data.classes);
  return { images, labels: Array.from(images.labels, (label) => ids[label] ?? -1), names };
}
