import { eachClass, sampleBatches } from '@cvg/apps';
import type { ImageDataset, Split } from '@cvg/data';
import type { ImageBatch } from '@cvg/metrics';
import type { Model } from './load-model.js';
import { firstRows } from './real-images.js';

/** Images that come in batches, so that any number fits in memory. */
export interface ImagesToJudge {
  readonly batches: AsyncIterable<ImageBatch>;
  readonly count: number;
}

const BATCH_SIZE = 100;

/** `perClass` generated images of each class, or as many in all without classes: then every label is 0. */
export function generatedImages(
  { generator, classes }: Pick<Model, 'generator' | 'classes'>,
  numClasses: number,
  { perClass, seed }: { readonly perClass: number; readonly seed: number },
): ImagesToJudge {
  const conditional = classes.length > 0;
  const count = numClasses * perClass;
  const classIds = conditional ? eachClass(numClasses, perClass) : new Int32Array(count);
  async function* batches(): AsyncGenerator<ImageBatch> {
    const labels = conditional ? classIds : Array.from(classIds, () => undefined);
    let start = 0;
    for await (const batch of sampleBatches(generator, { labels, seed, batchSize: BATCH_SIZE })) {
      const end = start + batch.shape[0];
      yield { ...batch, labels: classIds.slice(start, end) };
      start = end;
    }
  }
  return { batches: batches(), count };
}

/** At most `perClass` held-out images of each class; without classes every label is 0. */
export function heldOutImages(
  data: ImageDataset,
  perClass: number,
  { classes }: Pick<Model, 'classes'>,
): ImagesToJudge {
  const { batches, count } = realImages(data, 'held-out', perClass);
  if (classes.length > 0) return { batches, count };
  async function* withoutClasses(): AsyncGenerator<ImageBatch> {
    for await (const batch of batches) yield { ...batch, labels: new Int32Array(batch.labels.length) };
  }
  return { batches: withoutClasses(), count };
}

/** The first images of each class in a split, at most `perClass` of each, a class after the other. */
export function realImages(data: ImageDataset, split: Split, perClass: number): ImagesToJudge {
  const rows = firstRows(data, split, perClass);
  async function* batches(): AsyncGenerator<ImageBatch> {
    for (let start = 0; start < rows.length; start += BATCH_SIZE) {
      yield await data.read(rows.subarray(start, start + BATCH_SIZE));
    }
  }
  return { batches: batches(), count: rows.length };
}
