import type { Tensor2D } from '@tensorflow/tfjs-core';
import { assertMatrix, readMatrix, type Matrix } from './matrix.js';
import { assertSeed, seededUniform, shuffle, type Uniform } from './random.js';

export interface ClassifierScoreOptions {
  /** Into how many parts the samples are divided; the score is taken in each. @default 10 */
  readonly splits?: number;
  /** Seed of the random division. @default 0 */
  readonly seed?: number;
}

/** What {@link classifierScore} measured. */
export interface ClassifierScoreResult {
  /** Mean of the score over the splits, in [1, K]. */
  readonly mean: number;
  /** Population standard deviation over the splits (as in the score's original code); 0 for one split. */
  readonly standardDeviation: number;
  /** The score of each split. */
  readonly perSplit: readonly number[];
  readonly splits: number;
  /** How many samples were judged. */
  readonly n: number;
  readonly numClasses: number;
}

/** The probabilities of a row must add up to one this closely. */
const SUM_TOLERANCE = 1e-3;

/** {@link classifierScore} over any number of batches; memory is `splits * K` numbers. */
export class ClassifierScore {
  readonly #splits: number;
  readonly #counts: Float64Array;
  /** Sum over a split's samples of `sum_k p_k log p_k`. */
  readonly #negentropy: Float64Array;
  /** Sum over a split's samples of `p`, `[splits, K]`. */
  readonly #probabilitySums: Float64Array;
  readonly #uniform: Uniform;
  #order: number[] = [];

  /** @param numClasses - K, the width of the probabilities. */
  constructor(
    readonly numClasses: number,
    { splits = 10, seed = 0 }: ClassifierScoreOptions = {},
  ) {
    if (!Number.isSafeInteger(numClasses) || numClasses < 1) {
      throw new RangeError(`ClassifierScore: numClasses must be an integer >= 1, got ${numClasses}.`);
    }
    if (!Number.isSafeInteger(splits) || splits < 1) {
      throw new RangeError(`classifierScore: splits must be an integer >= 1, got ${splits}.`);
    }
    assertSeed('classifierScore: seed', seed);
    this.#splits = splits;
    this.#counts = new Float64Array(splits);
    this.#negentropy = new Float64Array(splits);
    this.#probabilitySums = new Float64Array(splits * numClasses);
    this.#uniform = seededUniform(seed);
  }

  /**
   * Adds one batch.
   * @param probabilities - p(y|x), shape `[B, K]`; every row in [0, 1] with sum 1.
   */
  add(probabilities: Matrix): void {
    const K = this.numClasses;
    assertMatrix('classifierScore: probabilities', probabilities, K);
    const [rows] = probabilities.shape;
    for (let row = 0; row < rows; row++) assertDistribution(probabilities.data, row, K);
    for (let row = 0; row < rows; row++) {
      const split = this.#nextSplit();
      let negentropy = 0;
      for (let k = 0; k < K; k++) {
        const p = probabilities.data[row * K + k] ?? 0;
        if (p > 0) negentropy += p * Math.log(p); // p log p -> 0 as p -> 0
        this.#probabilitySums[split * K + k] = (this.#probabilitySums[split * K + k] ?? 0) + p;
      }
      this.#negentropy[split] = (this.#negentropy[split] ?? 0) + negentropy;
      this.#counts[split] = (this.#counts[split] ?? 0) + 1;
    }
  }

  /** The measurement over everything added so far; adding may go on afterwards. */
  result(): ClassifierScoreResult {
    const n = this.#counts.reduce((sum, count) => sum + count, 0);
    if (n < this.#splits) {
      throw new RangeError(`classifierScore: ${this.#splits} splits need as many samples, got ${n}.`);
    }
    const perSplit = Array.from(this.#counts, (_, split) => this.#splitScore(split));
    const mean = perSplit.reduce((sum, score) => sum + score, 0) / this.#splits;
    const variance = perSplit.reduce((sum, score) => sum + (score - mean) ** 2, 0) / this.#splits;
    return {
      mean,
      standardDeviation: Math.sqrt(variance),
      perSplit,
      splits: this.#splits,
      n,
      numClasses: this.numClasses,
    };
  }

  /** Each run of `splits` samples meets every split once, in a fresh random order: sizes differ by one at most. */
  #nextSplit(): number {
    if (this.#order.length === 0) {
      this.#order = Array.from({ length: this.#splits }, (_, split) => split);
      shuffle(this.#order, this.#uniform);
    }
    return this.#order.pop() ?? 0;
  }

  #splitScore(split: number): number {
    const K = this.numClasses;
    const count = this.#counts[split] ?? 0;
    // E KL(p(y|x) || p(y)) = E sum_k p_k log p_k - sum_k q_k log q_k with q = p(y) = E p, since q averages the same samples.
    let divergence = (this.#negentropy[split] ?? 0) / count;
    for (let k = 0; k < K; k++) {
      const q = (this.#probabilitySums[split * K + k] ?? 0) / count;
      if (q > 0) divergence -= q * Math.log(q);
    }
    return Math.exp(divergence);
  }
}

function assertDistribution(data: ArrayLike<number>, row: number, K: number): void {
  let sum = 0;
  for (let k = 0; k < K; k++) {
    const p = data[row * K + k] ?? NaN;
    if (!(p >= 0 && p <= 1 + SUM_TOLERANCE)) {
      throw new RangeError(
        `classifierScore: probabilities: expected numbers in [0, 1], got ${p} in row ${row}; logits need a softmax first.`,
      );
    }
    sum += p;
  }
  if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
    throw new RangeError(
      `classifierScore: probabilities: expected rows with sum 1, got ${sum} in row ${row}.`,
    );
  }
}

/**
 * Classifier score (Section 5.2, "Inception score"): `exp(E_x KL(p(y|x) || p(y)))`, p(y) being the mean of
 * p(y|x) over the samples. Between 1 (every image looks the same to the classifier) and K (certain about each
 * image, and all classes equally frequent). It knows nothing of variety inside a class.
 *
 * The score is taken in `splits` parts, as is usual; its value depends on n and splits, which are part of the result.
 * Deviation from the usual code, which cuts the samples in the given order: here samples fall into splits by a seeded
 * random draw, sizes differing by one at most, because samples in class order would put one class in a split (score 1).
 * @param probabilities - p(y|x), shape `[n, K]`, rows with sum 1; a tensor stays the caller's.
 * @param options - Into how many parts the samples are split, and the seed of the draw.
 * @returns The mean over the splits, its standard deviation, and the score of each.
 * @throws RangeError - Rows do not add up to 1, or there are more splits than samples.
 */
export async function classifierScore(
  probabilities: Tensor2D | Matrix,
  options: ClassifierScoreOptions = {},
): Promise<ClassifierScoreResult> {
  const matrix = await readMatrix('classifierScore: probabilities', probabilities);
  const meter = new ClassifierScore(matrix.shape[1], options);
  meter.add(matrix);
  return meter.result();
}
