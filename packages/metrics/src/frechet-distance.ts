import { EigenvalueDecomposition } from 'ml-matrix';
import { assertFeatures, assertSameNetwork, type FeatureSet } from './feature-set.js';
import { FeatureStatistics } from './feature-statistics.js';
import { innerProducts, packRows, type PackedRows } from './inner-products.js';
import { measurement, mergeSeeds, type Measurement } from './measurement.js';
import { semidefiniteFactor } from './semidefinite-factor.js';

/** What {@link frechetDistance} measured: the distance, and its two summands. */
export type FrechetDistanceResult = Measurement<'distance' | 'means' | 'covariances'>;

/**
 * Frechet distance of two sets of features, each taken for a Gaussian (Dowson and Landau, 1982; of images: Heusel et al., 2017):
 * `|m_r - m_g|^2 + tr(S_r + S_g - 2 (S_r S_g)^{1/2})` with the means m and the unbiased covariances S. At least 0, 0 for equal
 * Gaussians. In the unit of the features, squared: distances in two networks have nothing in common. It is biased upwards by
 * about 1 / n: compare equal n only.
 *
 * Covariances may be singular, as with n <= F or features that never fire. No square root of a matrix is taken: with `S_r = R^T R`,
 * R of full row rank, the eigenvalues of `S_r S_g` other than 0 are those of the symmetric `R S_g R^T`, so that
 * `tr (S_r S_g)^{1/2} = sum sqrt(eigenvalues)`, all of it real.
 * It takes about 7 seconds at F = 1024, in which nothing else runs.
 * @param real - Features `[n, F]`, n >= 2, or their statistics, which many comparisons can share.
 * @param generated - Features `[m, F]` of the same network, m >= 2, or their statistics.
 * @returns The distance and its two parts, of the means and of the covariances.
 * @throws RangeError - Too few samples, features that are not finite, or two networks.
 */
export function frechetDistance(
  real: FeatureSet | FeatureStatistics,
  generated: FeatureSet | FeatureStatistics,
): FrechetDistanceResult {
  const [a, b] = [statisticsOf('real', real), statisticsOf('generated', generated)];
  assertSameNetwork('frechetDistance', a, b);
  const means = a.mean.reduce((sum, mean, index) => sum + (mean - (b.mean[index] ?? 0)) ** 2, 0);
  const covariances = covarianceTerm(a, b);
  return measurement(
    'frechetDistance',
    { distance: means + covariances, means, covariances },
    { n: { real: a.n, generated: b.n }, network: a.network, seeds: mergeSeeds(a.seeds, b.seeds) },
  );
}

function statisticsOf(side: string, features: FeatureSet | FeatureStatistics): FeatureStatistics {
  if (features instanceof FeatureStatistics) return features;
  assertFeatures(`frechetDistance: ${side}`, features, 2);
  return FeatureStatistics.of(features);
}

/** `tr(S_a + S_b - 2 (S_a S_b)^{1/2})`. */
function covarianceTerm(a: FeatureStatistics, b: FeatureStatistics): number {
  const [smaller, larger] = a.n <= b.n ? [a, b] : [b, a]; // the smaller rank makes the smaller eigenvalue problem
  const size = smaller.numFeatures;
  const [first, second] = [smaller.covariance(), larger.covariance()];
  const factor = semidefiniteFactor(first, size);
  const total = trace(first, size) + trace(second, size);
  if (factor.count === 0) return total;
  const rows = packRows(size, size, (row, column) => second[row * size + column] ?? 0);
  const product = multiplied(multiplied(factor, rows), factor);
  const { realEigenvalues } = new EigenvalueDecomposition(
    Array.from({ length: product.count }, (_, row) =>
      product.data.subarray(row * product.width, (row + 1) * product.width),
    ),
    { assumeSymmetric: true },
  );
  const traceOfRoot = realEigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  return Math.max(0, total - 2 * traceOfRoot); // below 0 by rounding only
}

function trace(matrix: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += matrix[i * size + i] ?? 0;
  return sum;
}

/** `a b^T`. */
function multiplied(a: PackedRows, b: PackedRows): PackedRows {
  const products = new Float64Array(a.padded * b.padded);
  innerProducts(a, b, products);
  return packRows(a.count, b.count, (row, column) => products[row * b.padded + column] ?? 0);
}
