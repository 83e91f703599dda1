import { assertFinite, type FeatureSet } from './feature-set.js';
import { innerProducts, packRows, type PackedRows } from './inner-products.js';
import { assertMatrix, type Matrix } from './matrix.js';
import { assertNetwork, type Seeds } from './measurement.js';

/** Rows that are taken together, and columns of a tile of the covariance. */
const BLOCK = 256;

/** Where features come from. */
export interface FeatureOrigin {
  /** SHA-256 of the network, `Evaluator.hash`. */
  readonly network: string;
  /** Of the draws that made the images. */
  readonly seeds?: Seeds;
}

/**
 * Mean and covariance of any number of features, added batch by batch; memory is 8 F² bytes. In float64, each batch centred
 * before it is squared (the pairwise update of Chan, Golub and LeVeque, 1979), so that a large mean costs no digits.
 */
export class FeatureStatistics {
  readonly network: string;
  readonly seeds: Seeds;
  /** Of the rows added so far, `[F]`. */
  readonly mean: Float64Array;
  /** Sum of `(x - mean) (x - mean)^T`. */
  readonly #scatter: Float64Array;
  #n = 0;

  /** @param numFeatures - F. */
  constructor(
    readonly numFeatures: number,
    { network, seeds = {} }: FeatureOrigin,
  ) {
    if (!Number.isSafeInteger(numFeatures) || numFeatures < 1) {
      throw new RangeError(`FeatureStatistics: numFeatures must be an integer >= 1, got ${numFeatures}.`);
    }
    assertNetwork('FeatureStatistics: network', network);
    [this.network, this.seeds] = [network, seeds];
    this.mean = new Float64Array(numFeatures);
    this.#scatter = new Float64Array(numFeatures * numFeatures);
  }

  /** The statistics of a whole set. */
  static of(features: FeatureSet): FeatureStatistics {
    const statistics = new FeatureStatistics(features.shape[1], features);
    statistics.add(features);
    return statistics;
  }

  /** How many rows were added. */
  get n(): number {
    return this.#n;
  }

  /** Adds rows of features, `[B, F]`, finite; nothing of a refused batch counts. */
  add(features: Matrix): void {
    assertMatrix('FeatureStatistics.add: features', features, this.numFeatures);
    assertFinite('FeatureStatistics.add: features', features);
    for (let start = 0; start < features.shape[0]; start += BLOCK) {
      this.#addBlock(features, start, Math.min(BLOCK, features.shape[0] - start));
    }
  }

  /** Covariance of the rows added so far, `[F, F]`, row-major; unbiased: it divides by n - 1. */
  covariance(): Float64Array {
    if (this.#n < 2) {
      throw new RangeError(`FeatureStatistics.covariance: expected at least 2 rows, got ${this.#n}.`);
    }
    return this.#scatter.map((value) => value / (this.#n - 1));
  }

  #addBlock({ data }: Matrix, start: number, count: number): void {
    const F = this.numFeatures;
    const value = (row: number, column: number): number => data[(start + row) * F + column] ?? 0;
    const mean = new Float64Array(F);
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < F; column++)
        mean[column] = (mean[column] ?? 0) + value(row, column) / count;
    }
    const total = this.#n + count;
    const delta = mean.map((blockMean, column) => blockMean - (this.mean[column] ?? 0));
    const weight = Math.sqrt((this.#n * count) / total); // of the difference of the means, one more "row"
    const tiles: PackedRows[] = [];
    for (let first = 0; first < F; first += BLOCK) {
      tiles.push(
        packRows(Math.min(BLOCK, F - first), count + 1, (column, row) =>
          row < count
            ? value(row, first + column) - (mean[first + column] ?? 0)
            : weight * (delta[first + column] ?? 0),
        ),
      );
    }
    const products = new Float64Array(BLOCK * BLOCK);
    for (const [i, left] of tiles.entries()) {
      for (const [j, right] of tiles.entries()) {
        if (j < i) continue;
        innerProducts(left, right, products);
        this.#addTile(products, [i * BLOCK, left.count], [j * BLOCK, right.count], right.padded);
      }
    }
    for (let column = 0; column < F; column++) {
      this.mean[column] = (this.mean[column] ?? 0) + ((delta[column] ?? 0) * count) / total;
    }
    this.#n = total;
  }

  /** Adds a tile, and its mirror image below the diagonal. */
  #addTile(
    products: Float64Array,
    [top, rows]: readonly [number, number],
    [left, columns]: readonly [number, number],
    stride: number,
  ): void {
    const F = this.numFeatures;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const product = products[row * stride + column] ?? 0;
        const index = (top + row) * F + left + column;
        this.#scatter[index] = (this.#scatter[index] ?? 0) + product;
        if (left === top) continue;
        const mirrored = (left + column) * F + top + row;
        this.#scatter[mirrored] = (this.#scatter[mirrored] ?? 0) + product;
      }
    }
  }
}
