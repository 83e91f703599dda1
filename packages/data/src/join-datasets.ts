import { createHash } from 'node:crypto';
import { ImageDataset } from './image-dataset.js';
import type { ImageStore } from './image-store.js';

export interface JoinDatasetsOptions {
  /** Classes of which no image is taken. @default none */
  readonly without?: readonly string[];
}

/**
 * Several data sets as one, such as real images and generated ones: the rows of one after those of the other. Classes of one name are one
 * class; a class has the place of its first data set. What is held out stays so. The pixels stay where they are: the data sets must stay
 * open, and closing the whole closes them all.
 * @param datasets - At least one; all images of one shape.
 * @param options - Classes to leave out.
 * @returns One data set over all of them.
 * @throws RangeError - There is no data set, their images differ in shape, or no class is left.
 */
export function joinDatasets(
  datasets: readonly ImageDataset[],
  { without = [] }: JoinDatasetsOptions = {},
): ImageDataset {
  const [first] = datasets;
  if (!first) throw new RangeError('joinDatasets: datasets: expected at least one, got none.');
  const { imageShape } = first;
  for (const { imageShape: other } of datasets) {
    if (String(other) === String(imageShape)) continue;
    throw new RangeError(
      `joinDatasets: datasets: expected images of one shape, got [${imageShape.join(',')}] and [${other.join(',')}].`,
    );
  }
  const leftOut = new Set(without);
  const named = new Set(datasets.flatMap(({ classes }) => classes));
  const classes = [...named].filter((name) => !leftOut.has(name));
  if (classes.length === 0) {
    throw new RangeError('joinDatasets: without: expected some class to be left, got none.');
  }
  const ids = new Map(classes.map((name, id) => [name, id]));
  const places: Place[] = [];
  const labels: number[] = [];
  const heldOut: number[] = [];
  for (const dataset of datasets) {
    const isHeldOut = new Set(dataset.rows('held-out'));
    for (const [row, label] of dataset.labels.entries()) {
      const id = ids.get(dataset.classes[label] ?? '');
      if (id === undefined) continue;
      if (isHeldOut.has(row)) heldOut.push(labels.length);
      places.push({ dataset, row });
      labels.push(id);
    }
  }
  const content = [datasets.map(({ fingerprint }) => fingerprint), classes];
  return new ImageDataset({
    store: joinedStore(
      datasets,
      places,
      imageShape.reduce((product, size) => product * size, 1),
    ),
    ...{ imageShape, classes, heldOut, labels: Int32Array.from(labels) },
    fingerprint: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
  });
}

/** Where the pixels of a row are. */
interface Place {
  readonly dataset: ImageDataset;
  readonly row: number;
}

/** Reads of each data set once. */
function joinedStore(
  datasets: readonly ImageDataset[],
  places: readonly Place[],
  rowBytes: number,
): ImageStore {
  return {
    async read(rows) {
      const bytes = new Uint8Array(rows.length * rowBytes);
      const wanted = Array.from(rows, (row, index) => ({ index, place: places[row] }));
      const read = async (dataset: ImageDataset): Promise<void> => {
        const own = wanted.filter(({ place }) => place?.dataset === dataset);
        if (own.length === 0) return;
        const found = await dataset.readBytes(own.map(({ place }) => place?.row ?? -1));
        for (const [position, { index }] of own.entries()) {
          bytes.set(found.subarray(position * rowBytes, (position + 1) * rowBytes), index * rowBytes);
        }
      };
      await Promise.all([...new Set(datasets)].map(read));
      return bytes;
    },
    async close() {
      await Promise.all([...new Set(datasets)].map((dataset) => dataset.close()));
    },
  };
}
