import type { Generator } from '@cvg/nets';
import type { ClassLabel } from './class-vectors.js';
import { assertCount, type ImageArray, type ImageGrid } from './image-array.js';
import { latentStream } from './latents.js';
import { generateImages } from './run-networks.js';

interface NoiseOptions {
  /** Seed of z, a safe integer. */
  readonly seed: number;
  /** Cuts z off at this absolute value; less gives more typical and less varied images. @default Infinity */
  readonly truncation?: number;
  /** How many images go through the generator at a time. @default 64 */
  readonly batchSize?: number;
}

export interface SampleImagesOptions extends NoiseOptions {
  /** The class of each image, in order; `undefined` for each exactly if the generator knows no classes. May be a generator. */
  readonly labels: Iterable<ClassLabel | undefined>;
}

export interface SampleClassOptions extends NoiseOptions {
  /** The class, or a mixture of classes; left out exactly if the generator knows no classes. */
  readonly label?: ClassLabel;
  readonly count: number;
}

export interface SampleGridOptions extends NoiseOptions {
  /** The class of each row. @default every class of the generator, in order */
  readonly labels?: ArrayLike<ClassLabel>;
  /** Images a row. @default 8 */
  readonly columns?: number;
}

/**
 * Images of classes, in batches: `G(z, c)` with z from N(0, I). Memory is that of one batch, whatever their number.
 * The images depend on seed, labels and truncation, not on the batch size.
 * @param generator - The caller's choice: usually the one with averaged weights.
 * @param options - A label for each image, and the seed.
 * @returns Batches of at most `batchSize` images in [-1, 1], in the order of the labels.
 * @throws RangeError - A label, the seed or the truncation is out of its range.
 */
export async function* sampleBatches(
  generator: Generator,
  { labels, batchSize = 64, seed, truncation }: SampleImagesOptions,
): AsyncGenerator<ImageArray, void> {
  assertCount('sampleBatches: batchSize', batchSize);
  const draw = latentStream('sampleBatches', { latentSize: generator.spec.latentSize, seed, truncation });
  const generate = (batch: readonly (ClassLabel | undefined)[]): Promise<ImageArray> => {
    const known = batch.filter((label) => label !== undefined);
    return generateImages(generator, draw(batch.length), {
      labels: known.length === 0 ? undefined : known,
      batchSize,
    });
  };
  let batch: (ClassLabel | undefined)[] = [];
  for (const label of labels) {
    batch.push(label);
    if (batch.length < batchSize) continue;
    yield await generate(batch);
    batch = [];
    await new Promise((resolve) => setTimeout(resolve, 0)); // a turn for the event loop
  }
  if (batch.length > 0) yield await generate(batch);
}

/**
 * {@link sampleBatches}, all at once.
 * @param generator - The caller's choice: usually the one with averaged weights.
 * @param options - A label for each image, and the seed.
 * @returns n images in [-1, 1], in the order of the labels.
 * @throws RangeError - As {@link sampleBatches}, or there is no label.
 */
export async function sampleImages(generator: Generator, options: SampleImagesOptions): Promise<ImageArray> {
  const batches: ImageArray[] = [];
  for await (const batch of sampleBatches(generator, options)) batches.push(batch);
  return concatenate('sampleImages', batches);
}

/**
 * `count` images of one class, or of one mixture of classes.
 * @param generator - The caller's choice: usually the one with averaged weights.
 * @param options - The class, how many images, and the seed.
 * @returns `count` images in [-1, 1].
 * @throws RangeError - As {@link sampleBatches}, or `count` is no integer of at least 1.
 */
export async function sampleClass(
  generator: Generator,
  { label, count, ...noise }: SampleClassOptions,
): Promise<ImageArray> {
  assertCount('sampleClass: count', count);
  return sampleImages(generator, { ...noise, labels: Array.from({ length: count }, () => label) });
}

/**
 * One row a class with the same noise in every row, so that a column shows what the class alone changes.
 * @param generator - The caller's choice: usually the one with averaged weights.
 * @param options - The classes, how many images of each, and the seed.
 * @returns A grid of images in [-1, 1], one row a class.
 * @throws RangeError - As {@link sampleBatches}, or there is no class or no column.
 */
export async function sampleGrid(
  generator: Generator,
  { labels, columns = 8, seed, truncation, batchSize }: SampleGridOptions,
): Promise<ImageGrid> {
  assertCount('sampleGrid: columns', columns);
  const { latentSize, numClasses } = generator.spec;
  const rowLabels = Array.from(labels ?? Array.from({ length: numClasses }, (_, classId) => classId));
  if (rowLabels.length === 0 && numClasses > 0) {
    throw new RangeError('sampleGrid: labels: expected at least one class, got none.');
  }
  const rows = Math.max(1, rowLabels.length);
  const row = latentStream('sampleGrid', { latentSize, seed, truncation })(columns);
  const latents = new Float32Array(rows * row.length);
  for (let index = 0; index < rows; index++) latents.set(row, index * row.length);
  const images = await generateImages(generator, latents, {
    labels:
      rowLabels.length === 0
        ? undefined
        : rowLabels.flatMap((label) => Array.from({ length: columns }, () => label)),
    batchSize,
  });
  return { ...images, rows, columns };
}

function concatenate(name: string, batches: readonly ImageArray[]): ImageArray {
  const [first] = batches;
  if (!first) throw new RangeError(`${name}: labels: expected at least one, got none.`);
  const count = batches.reduce((sum, { shape }) => sum + shape[0], 0);
  const images = new Float32Array((first.images.length / first.shape[0]) * count);
  let offset = 0;
  for (const batch of batches) {
    images.set(batch.images, offset);
    offset += batch.images.length;
  }
  return { images, shape: [count, first.shape[1], first.shape[2], first.shape[3]] };
}
