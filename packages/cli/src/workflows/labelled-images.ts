import type { ImageArray } from '@cvg/apps';
import { loadImages } from '@cvg/data';
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
 * @param classIds - For a recipe without classes: which of the data's classes the images are taken from.
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
 * @param classId - The class of them all; `undefined` for a recipe without classes.
 * @throws ImageRejectedError - A file cannot be used.
 */
export async function imagesOfFiles(
  { config }: Run,
  files: readonly string[],
  classId: number | undefined,
): Promise<LabelledImages> {
  const { networks } = config.training;
  if (networks.kind !== 'image') throw new RangeError('imagesOfFiles: run: expected networks of images.');
  const images = await loadImages(files, { size: networks.imageSize, channels: networks.channels });
  return { images, labels: classId === undefined ? undefined : files.map(() => classId), names: files };
}
