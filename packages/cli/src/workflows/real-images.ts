import type { ImageBatch, ImageDataset, Split } from '@cvg/data';

/**
 * Exactly `perClass` real images of each of some classes, to show: held-out ones first, then those that were learned from, and
 * from the first again where a class has too few. Row by row, a class after the other.
 */
export async function exampleImages(
  data: ImageDataset,
  classIds: readonly number[],
  perClass: number,
): Promise<ImageBatch> {
  const rows = [...data.rows('held-out'), ...data.rows('train')];
  const chosen = classIds.flatMap((classId) => {
    const ofClass = rows.filter((row) => data.labels[row] === classId);
    return Array.from({ length: perClass }, (_, index) => ofClass[index % ofClass.length] ?? -1);
  });
  return data.read(chosen);
}

/** The first rows of each class in a split, at most `perClass` of each, a class after the other. */
export function firstRows(data: ImageDataset, split: Split, perClass: number): Int32Array {
  const ofClass = Array.from({ length: data.numClasses }, (): number[] => []);
  for (const row of data.rows(split)) {
    const rows = ofClass[data.labels[row] ?? -1];
    if (rows && rows.length < perClass) rows.push(row);
  }
  return Int32Array.from(ofClass.flat());
}
