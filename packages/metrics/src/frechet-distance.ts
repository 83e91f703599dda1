import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { assertFeatures, assertSameNetwork, type FeatureSet } from './feature-set.js';
import { FeatureStatistics } from './feature-statistics.js';
import { measurement, mergeSeeds, type Measurement } from './measurement.js';

/** What {@link frechetDistance} measured: the distance, and its two summands. */
export type FrechetDistanceResult = Measurement<'distance' | 'means' | 'covariances'>;

/**
 * Frechet distance of two sets of features, each taken for a Gaussian (Dowson and Landau, 1982; of images: Heusel et al., 2017):
 * `|m_r - m_g|^2 + tr(S_r + S_g - 2 (S_r S_g)^{1/2})` with the means m and the unbiased covariances S. At least 0, 0 for equal
 * Gaussians. In the unit of the features, squared: distances in two networks have nothing in common. It is biased upwards by
 * about 1 / n: compare equal n only.
 *
 * Covariances may be singular, as with n <= F or features that never fire. No general square root of a matrix is taken: with `S_r = L L^T`,
 * L of full column rank, the eigenvalues of `S_r S_g` other than 0 are those of the symmetric `L^T S_g L`, so that
 * `tr (S_r S_g)^{1/2} = sum sqrt(eigenvalues)`, all of it real.
 * The two decompositions take about ten seconds at F = 1024, in which nothing else runs.
 * @param real - Features `[n, F]`, n >= 2, or their statistics, which many comparisons can share.
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
  const [smaller, larger] = a.n <= b.n ? [a, b] : [b, a]; // the smaller rank makes the smaller second problem
  const size = smaller.numFeatures;
  const [first, second] = [smaller, larger].map((side) =>
    Matrix.from1DArray(size, size, side.covariance()),
  ) as [Matrix, Matrix];
  const root = rootFactor(first);
  const total = first.trace() + second.trace();
  if (root.columns === 0) return total;
  const product = root.transpose().mmul(second.mmul(root));
  const { realEigenvalues } = new EigenvalueDecomposition(product, { assumeSymmetric: true });
  const traceOfRoot = realEigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  return Math.max(0, total - 2 * traceOfRoot); // below 0 by rounding only
}

/** L of full column rank with `L L^T = S`: the eigenvectors times the roots of the eigenvalues that are not 0 within rounding. */
function rootFactor(symmetric: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true,
  });
  const limit = symmetric.rows * Number.EPSILON * Math.max(...realEigenvalues);
  const kept = realEigenvalues.flatMap((value, index) => (value > limit ? [index] : []));
  const columns = eigenvectorMatrix.subMatrixColumn(kept);
  return columns.mulRowVector(kept.map((index) => Math.sqrt(realEigenvalues[index] ?? 0)));
}
