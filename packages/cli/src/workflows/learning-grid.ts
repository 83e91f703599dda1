import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCount } from '../ui/format.js';
import { joinImages, sliceImages } from './image-arrays.js';
import type { LabelledGrid } from './labelled-grid.js';
import { readPicture, type Grid } from './save-picture.js';

/** Pictures shown, if there are more: the first, the last, and some between. */
const SHOWN = 7;

/**
 * How a run learned: the first sample of each row of its pictures, a picture below the other.
 * @param folder - The run's folder.
 * @param size - Side of the images in pixels.
 * @param classes - Names of the rows of a picture; none without classes.
 * @returns `undefined` before there are two pictures.
 */
export async function learningGrid(
  folder: string,
  size: number,
  classes: readonly string[],
): Promise<LabelledGrid | undefined> {
  const names = (await readdir(join(folder, 'samples')).catch(() => [])).sort();
  const steps = names.flatMap((name) => /^step-(\d+)\.png$/.exec(name)?.[1] ?? []);
  const shown = evenly(steps, SHOWN);
  if (shown.length < 2) return undefined;
  const pictures: Grid[] = [];
  for (const step of shown)
    pictures.push(await readPicture(join(folder, 'samples', `step-${step}.png`), size));
  const firsts = pictures.map(({ images, columns }) => {
    const rows = images.shape[0] / columns;
    return joinImages(
      Array.from({ length: rows }, (_, row) => sliceImages(images, row * columns, row * columns + 1)),
    );
  });
  const images = joinImages(firsts);
  return {
    ...{ images, columns: images.shape[0] / shown.length },
    rowLabels: shown.map((step) => formatCount(Number(step))),
    columnLabels: classes,
  };
}

/** At most `count` of a list, the first and the last among them. */
function evenly<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list];
  return Array.from(
    { length: count },
    (_, index) => list[Math.round((index * (list.length - 1)) / (count - 1))],
  ).filter((item): item is T => item !== undefined);
}
