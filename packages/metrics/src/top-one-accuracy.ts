import type { Tensor2D } from '@tensorflow/tfjs-core';
import { assertMatrix, readMatrix, type Matrix } from './matrix.js';

/** Top-1 of one class. */
export interface ClassAccuracy {
  readonly classId: number;
  /** How many samples had this label. */
  readonly n: number;
  readonly correct: number;
}

/** What {@link topOneAccuracy} measured. */
export interface TopOneResult {
  /** `correct / n`, in [0, 1]. */
  readonly accuracy: number;
  readonly correct: number;
  /** How many samples were judged. */
  readonly n: number;
  /** The classes that occurred among the labels, ascending. */
  readonly perClass: readonly ClassAccuracy[];
}

/** {@link topOneAccuracy} over any number of batches, in memory that does not grow with them. */
export class TopOneAccuracy {
  readonly #n: Float64Array;
  readonly #correct: Float64Array;

  /** @param numClasses - K, the width of the scores. */
  constructor(readonly numClasses: number) {
    if (!Number.isSafeInteger(numClasses) || numClasses < 1) {
      throw new RangeError(`TopOneAccuracy: numClasses must be an integer >= 1, got ${numClasses}.`);
    }
    this.#n = new Float64Array(numClasses);
    this.#correct = new Float64Array(numClasses);
  }

  /**
   * Adds one batch.
   * @param scores - Probabilities or logits, shape `[B, K]`, finite.
   * @param labels - The class each sample should be, `[B]`, integers in [0, K).
   */
  add(scores: Matrix, labels: ArrayLike<number>): void {
    assertMatrix('topOneAccuracy: scores', scores, this.numClasses);
    const [rows, columns] = scores.shape;
    if (labels.length !== rows) {
      throw new RangeError(`topOneAccuracy: labels: expected ${rows} labels, got ${labels.length}.`);
    }
    const hits = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) {
      const label = labels[row] ?? NaN;
      if (!Number.isInteger(label) || label < 0 || label >= columns) {
        throw new RangeError(
          `topOneAccuracy: labels: expected integers in [0, ${columns}), got ${label} at ${row}.`,
        );
      }
      let best = -1;
      let highest = -Infinity;
      for (let column = 0; column < columns; column++) {
        const score = scores.data[row * columns + column] ?? NaN;
        if (!Number.isFinite(score)) {
          throw new RangeError(
            `topOneAccuracy: scores: expected finite numbers, got ${score} in row ${row}.`,
          );
        }
        if (score > highest) [highest, best] = [score, column];
      }
      hits[row] = best === label ? 1 : 0;
    }
    for (let row = 0; row < rows; row++) {
      const label = labels[row] ?? 0;
      this.#n[label] = (this.#n[label] ?? 0) + 1;
      this.#correct[label] = (this.#correct[label] ?? 0) + (hits[row] ?? 0);
    }
  }

  /** The measurement over everything added so far; adding may go on afterwards. */
  result(): TopOneResult {
    const perClass = Array.from(this.#n, (n, classId) => ({
      classId,
      n,
      correct: this.#correct[classId] ?? 0,
    }));
    const seen = perClass.filter(({ n }) => n > 0);
    const n = seen.reduce((sum, entry) => sum + entry.n, 0);
    const correct = seen.reduce((sum, entry) => sum + entry.correct, 0);
    if (n === 0) throw new RangeError('topOneAccuracy: expected at least one sample, got none.');
    return { accuracy: correct / n, correct, n, perClass: seen };
  }
}

/**
 * Top-1 accuracy (Section 5.2): the share of samples whose highest score is that of their own class.
 * Of equal scores the first counts. Judged by a classifier trained on real images only, it is the paper's measure of discriminability.
 * @param scores - Probabilities or logits, shape `[n, K]`, finite; a tensor stays the caller's.
 * @param labels - The class each sample should be, `[n]`, integers in [0, K).
 * @returns The share in [0, 1], the counts, and those of each class.
 * @throws RangeError - Scores and labels do not fit together, or a label is none of [0, K).
 */
export async function topOneAccuracy(
  scores: Tensor2D | Matrix,
  labels: ArrayLike<number>,
): Promise<TopOneResult> {
  const matrix = await readMatrix('topOneAccuracy: scores', scores);
  const meter = new TopOneAccuracy(matrix.shape[1]);
  meter.add(matrix, labels);
  return meter.result();
}
