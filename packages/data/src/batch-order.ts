import { ShuffledCycles } from './shuffled-cycles.js';
import { rowsByClass } from './split.js';

/** How a stream of batches goes through a data set. */
export type BatchOrder = 'shuffled' | 'class-balanced';

/** The row at each position of an endless stream. */
export type RowAt = (position: number) => number;

/**
 * `shuffled`: every row once an epoch, each epoch in a new order.
 * @param rows - The rows of the split.
 */
export function shuffledOrder(rows: Int32Array, seed: number): RowAt {
  const cycles = new ShuffledCycles(rows, `${seed}/rows`);
  return (position) => cycles.at(position);
}

/**
 * `class-balanced`: every class with images once a round of K, in a new order each round; of each class every image once before
 * any comes again. In n images in a row, the counts of two classes differ by at most 2.
 * @param rows - The rows of the split.
 * @param labels - The class of each row of the data set.
 */
export function classBalancedOrder(rows: Int32Array, labels: Int32Array, seed: number): RowAt {
  const labelsOfRows = rows.map((row) => labels[row] ?? -1);
  const numClasses = labelsOfRows.reduce((largest, label) => Math.max(largest, label), 0) + 1;
  const images = rowsByClass(labelsOfRows, numClasses).map(
    (indices, id) =>
      new ShuffledCycles(
        indices.map((index) => rows[index] ?? -1),
        `${seed}/rows of ${id}`,
      ),
  );
  const present = Int32Array.from(new Set(labelsOfRows)).sort();
  const classes = new ShuffledCycles(present, `${seed}/classes`);
  return (position) => images[classes.at(position)]?.at(Math.floor(position / present.length)) ?? -1;
}
