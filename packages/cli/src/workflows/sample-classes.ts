import { sampleGrid } from '@cvg/apps';
import type { LabelledGrid } from './labelled-grid.js';
import type { Model } from './load-model.js';

export interface SampleClassesOptions {
  /** Class ids of the rows. @default every class */
  readonly classIds?: readonly number[];
  /** Images of each class. @default 8 */
  readonly perClass?: number;
  /** Of the noise, which is the same in every row. @default 0 */
  readonly seed?: number;
  /** Noise beyond this is not used: less gives more typical, less varied images. @default none */
  readonly truncation?: number;
}

/**
 * New images: a row a class (one row for a recipe without classes), with the same noise in every row.
 * @param model - Of `loadModel`.
 * @param options - The classes, how many images of each, and the seed.
 * @returns A row a class.
 */
export async function sampleClasses(
  { generator, classes }: Pick<Model, 'generator' | 'classes'>,
  { classIds = [...classes.keys()], perClass = 8, seed = 0, truncation }: SampleClassesOptions = {},
): Promise<LabelledGrid> {
  const labels = classes.length > 0 ? classIds : undefined;
  const images = await sampleGrid(generator, { labels, columns: perClass, seed, truncation });
  return { images, columns: perClass, rowLabels: classIds.map((id) => classes[id] ?? ''), columnLabels: [] };
}
