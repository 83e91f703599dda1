import { reconstruct, type ImageArray } from '@cvg/apps';
import type { ImageDataset } from '@cvg/data';
import { joinImages, sliceImages } from './image-arrays.js';
import type { LabelledGrid } from './labelled-grid.js';
import type { Model } from './load-model.js';
import { exampleImages } from './real-images.js';
import { sampleClasses } from './sample-classes.js';
import { SAMPLE_SEED } from './training-pictures.js';

/** Classes shown, if there are more. */
const SHOWN_CLASSES = 10;
/** Rows of samples a method. */
const SAMPLES = 2;

/** One method in the figures. */
export interface ShownModel {
  readonly label: string;
  readonly model: Pick<Model, 'generator' | 'encoder' | 'classes'>;
}

/** The classes of the figures' columns. */
const shownClasses = ({ numClasses }: ImageDataset): number[] =>
  Array.from({ length: Math.min(numClasses, SHOWN_CLASSES) }, (_, classId) => classId);

const classNames = (data: ImageDataset): string[] =>
  shownClasses(data).map((classId) => data.classes[classId] ?? '');

/** Figure 5: a column a class; two rows of real images, then two of each method, all with the same noise. */
export async function samplesFigure(
  data: ImageDataset,
  models: readonly ShownModel[],
): Promise<LabelledGrid> {
  const classIds = shownClasses(data);
  const parts = [classesAsColumns(await exampleImages(data, classIds, SAMPLES), SAMPLES)];
  for (const { model } of models) {
    const { images } = await sampleClasses(model, { classIds, perClass: SAMPLES, seed: SAMPLE_SEED });
    parts.push(classesAsColumns(images, SAMPLES));
  }
  const labels = ['real', ...models.map(({ label }) => label)];
  return {
    ...{ images: joinImages(parts), columns: classIds.length, columnLabels: classNames(data) },
    rowLabels: labels.flatMap((label) => rowsOf(label)),
  };
}

/** The name beside the first of a method's rows. */
const rowsOf = (label: string): string[] =>
  Array.from({ length: SAMPLES }, (_, row) => (row === 0 ? label : ''));

/**
 * Figure 8: a column a class; real held-out images, then their reconstructions by each method that has an encoder.
 * @returns `undefined` if none has.
 */
export async function reconstructionsFigure(
  data: ImageDataset,
  models: readonly ShownModel[],
): Promise<LabelledGrid | undefined> {
  const originals = await exampleImages(data, shownClasses(data), 1);
  const rows: { readonly label: string; readonly images: ImageArray }[] = [];
  for (const { label, model } of models) {
    const { encoder, generator } = model;
    if (!encoder) continue;
    const images = await reconstruct({ encoder, generator }, originals, { labels: originals.labels });
    rows.push({ label, images });
  }
  if (rows.length === 0) return undefined;
  return {
    images: joinImages([originals, ...rows.map(({ images }) => images)]),
    ...{ columns: originals.shape[0], columnLabels: classNames(data) },
    rowLabels: ['real', ...rows.map(({ label }) => label)],
  };
}

/** Images that come class after class, `count` of each: one row for each of the count, a column a class. */
function classesAsColumns(images: ImageArray, count: number): ImageArray {
  const numClasses = images.shape[0] / count;
  const order = Array.from({ length: count }, (_, row) =>
    Array.from({ length: numClasses }, (_unused, column) => column * count + row),
  ).flat();
  return joinImages(order.map((index) => sliceImages(images, index, index + 1)));
}
