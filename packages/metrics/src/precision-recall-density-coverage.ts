import { assertFeaturePair, type FeatureSet } from './feature-set.js';
import { breather } from './breather.js';
import { innerProducts, packRows, squaredNorms, type PackedRows } from './inner-products.js';
import type { Matrix } from './matrix.js';
import { measurement, mergeSeeds, type Measurement } from './measurement.js';

export interface PrecisionRecallDensityCoverageOptions {
  /** k: a sample's neighbourhood reaches to its k-th nearest neighbour. @default 5 */
  readonly neighbours?: number;
  /** Stops with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What {@link precisionRecallDensityCoverage} measured. */
export type PrecisionRecallDensityCoverageResult = Measurement<
  'precision' | 'recall' | 'density' | 'coverage'
>;

/** Rows of one side that meet as many of the other at once. */
const BLOCK = 256;

/**
 * Improved precision and recall (Kynkaanniemi et al., 2019), density and coverage (Naeem et al., 2020). With B_k(x) the closed ball
 * around x that reaches to x's k-th nearest neighbour among its own kind (x itself is none):
 * - precision: share of the generated samples y that lie in some B_k(x) of a real x (quality);
 * - recall: share of the real samples x that lie in some B_k(y) of a generated y (variety);
 * - density: `1 / (k m) sum_y (number of B_k(x) that hold y)`, m generated; may exceed 1; an outlier's huge ball weighs little;
 * - coverage: share of the real x whose B_k(x) holds some generated y.
 *
 * All four use one k. The default is that of density and coverage; the paper of precision and recall uses 3. All depend
 * on n: compare equal n only. Distances are Euclidean, in float64, in blocks: memory is 8 k bytes a sample. The time grows with
 * n² F: 10,000 against 10,000 at F = 128 take about 12 seconds.
 * @param real - Features `[n, F]`, n > k.
 * @param generated - Features `[m, F]` of the same network, m > k.
 * @param options - k, and how to stop it.
 * @returns The four numbers.
 * @throws RangeError - Two networks, or k or fewer samples on either side.
 */
export async function precisionRecallDensityCoverage(
  real: FeatureSet,
  generated: FeatureSet,
  { neighbours = 5, signal }: PrecisionRecallDensityCoverageOptions = {},
): Promise<PrecisionRecallDensityCoverageResult> {
  const name = 'precisionRecallDensityCoverage';
  if (!Number.isSafeInteger(neighbours) || neighbours < 1) {
    throw new RangeError(`${name}: neighbours must be an integer >= 1, got ${neighbours}.`);
  }
  assertFeaturePair(name, real, generated, neighbours + 1);
  const breathe = breather(signal);
  const realRadii = await squaredRadii(real, neighbours, breathe);
  const generatedRadii = await squaredRadii(generated, neighbours, breathe);
  const [n, m] = [real.shape[0], generated.shape[0]];
  const [precise, recalled, covered] = [new Uint8Array(m), new Uint8Array(n), new Uint8Array(n)];
  let held = 0;
  await eachDistance(real, generated, { symmetric: false, breathe }, (i, j, squared) => {
    if (squared <= (realRadii[i] ?? 0)) {
      held += 1;
      precise[j] = 1;
      covered[i] = 1;
    }
    if (squared <= (generatedRadii[j] ?? 0)) recalled[i] = 1;
  });
  return measurement(
    name,
    {
      precision: count(precise) / m,
      recall: count(recalled) / n,
      density: held / (neighbours * m),
      coverage: count(covered) / n,
    },
    {
      n: { real: n, generated: m },
      network: real.network,
      seeds: mergeSeeds(real.seeds, generated.seeds),
      settings: { neighbours },
    },
  );
}

const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);

/** Squared distance of each row to its k-th nearest other row. */
async function squaredRadii(
  features: Matrix,
  k: number,
  breathe: () => Promise<void>,
): Promise<Float64Array> {
  const [n] = features.shape;
  const nearest = new Float64Array(n * k).fill(Infinity); // of each row k distances, ascending
  const offer = (row: number, squared: number): void => {
    let place = row * k + k - 1;
    if (squared >= (nearest[place] ?? 0)) return;
    for (; place > row * k && squared < (nearest[place - 1] ?? 0); place--) {
      nearest[place] = nearest[place - 1] ?? 0;
    }
    nearest[place] = squared;
  };
  await eachDistance(features, features, { symmetric: true, breathe }, (i, j, squared) => {
    if (j <= i) return;
    offer(i, squared);
    offer(j, squared);
  });
  return Float64Array.from({ length: n }, (_, row) => nearest[row * k + k - 1] ?? 0);
}

/** Visits the squared distances of rows of `a` from rows of `b`; where `symmetric`, perhaps only those with j >= i. */
async function eachDistance(
  a: Matrix,
  b: Matrix,
  { symmetric, breathe }: { readonly symmetric: boolean; readonly breathe: () => Promise<void> },
  visit: (i: number, j: number, squared: number) => void,
): Promise<void> {
  const products = new Float64Array(BLOCK * BLOCK);
  for (let top = 0; top < a.shape[0]; top += BLOCK) {
    const left = block(a, top);
    const leftNorms = squaredNorms(left);
    for (let start = symmetric ? top : 0; start < b.shape[0]; start += BLOCK) {
      await breathe();
      const right = block(b, start);
      const rightNorms = squaredNorms(right);
      innerProducts(left, right, products);
      for (let i = 0; i < left.count; i++) {
        const norm = leftNorms[i] ?? 0;
        for (let j = 0; j < right.count; j++) {
          // |x - y|^2 = |x|^2 + |y|^2 - 2 x.y is exactly 0 for equal rows, as all three are summed in one order.
          const squared = norm + (rightNorms[j] ?? 0) - 2 * (products[i * right.padded + j] ?? 0);
          visit(top + i, start + j, squared);
        }
      }
    }
  }
}

function block({ data, shape: [n, width] }: Matrix, start: number): PackedRows {
  const rows = Math.min(BLOCK, n - start);
  return packRows(rows, width, (row, column) => data[(start + row) * width + column] ?? 0);
}
