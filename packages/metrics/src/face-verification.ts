import { assertFeatures, type FeatureSet } from './feature-set.js';
import { measurement, type Measurement } from './measurement.js';
import { descending, rocCurve, type RocCurve } from './roc-curve.js';

/** Two photos to be told of one person or of two. */
export interface FacePair {
  /** Rows of the features. */
  readonly rows: readonly [number, number];
  readonly isSamePerson: boolean;
  /** The part of the protocol that the pair belongs to, counted from 0. */
  readonly fold: number;
}

/** One fold, judged by the threshold of the others. */
export interface FoldAccuracy {
  readonly accuracy: number;
  /** Pairs of at least this cosine similarity were taken for one person. */
  readonly threshold: number;
}

/** What {@link faceVerification} measured. */
export interface FaceVerificationResult extends Measurement<'accuracy' | 'standardError' | 'auc'> {
  readonly perFold: readonly FoldAccuracy[];
  /** Of all pairs. */
  readonly roc: RocCurve['points'];
}

/**
 * Face verification by LFW's protocol (Huang et al., 2007; Section 5.6, Table 2): two photos are taken for one person if the cosine
 * similarity of their features reaches a threshold. For each fold it is the threshold with the best accuracy on the other folds; the
 * result is the mean accuracy of the folds, and its standard error `s / sqrt(folds)`, s dividing by folds - 1. Also the ROC curve of
 * all pairs and the area under it, which need no threshold.
 *
 * Thresholds lie halfway between neighbouring similarities; of equally good ones the highest is taken.
 * `n.real` of the result is the number of pairs, `splits` that of folds.
 * @param features - `[n, F]` of the photos, no row all 0.
 * @param pairs - At least two folds.
 * @returns Accuracy, standard error, area under the curve, the curve and each fold.
 * @throws RangeError - There are fewer than two folds, a pair names a row that is not there, or a feature vector is
 *   0.
 */
export function faceVerification(features: FeatureSet, pairs: readonly FacePair[]): FaceVerificationResult {
  assertFeatures('faceVerification: features', features, 2);
  const similarities = cosineSimilarities(features, pairs);
  const isSame = pairs.map(({ isSamePerson }) => isSamePerson);
  const folds = [...new Set(pairs.map(({ fold }) => fold))].sort((left, right) => left - right);
  if (folds.length < 2) {
    throw new RangeError(`faceVerification: pairs: expected at least 2 folds, got ${folds.length}.`);
  }
  const perFold = folds.map((fold) => {
    const [inside, outside] = [true, false].map((wanted) =>
      pairs.flatMap((pair, index) => ((pair.fold === fold) === wanted ? [index] : [])),
    ) as [number[], number[]];
    const threshold = bestThreshold(
      outside.map((index) => similarities[index] ?? 0),
      outside.map((index) => isSame[index] ?? false),
    );
    const correct = inside.filter((index) => (similarities[index] ?? 0) >= threshold === isSame[index]);
    return { accuracy: correct.length / inside.length, threshold };
  });
  const accuracy = perFold.reduce((sum, fold) => sum + fold.accuracy, 0) / folds.length;
  const squares = perFold.reduce((sum, fold) => sum + (fold.accuracy - accuracy) ** 2, 0);
  const standardError = Math.sqrt(squares / (folds.length - 1) / folds.length);
  const { points, auc } = rocCurve(similarities, isSame);
  return {
    ...measurement(
      'faceVerification',
      { accuracy, standardError, auc },
      {
        n: { real: pairs.length },
        network: features.network,
        seeds: features.seeds,
        splits: folds.length,
      },
    ),
    perFold,
    roc: points,
  };
}

/** `x . y / (|x| |y|)` of each pair of rows. */
function cosineSimilarities({ data, shape }: FeatureSet, pairs: readonly FacePair[]): Float64Array {
  const [n, width] = shape;
  const dot = (left: number, right: number): number => {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += (data[left * width + k] ?? 0) * (data[right * width + k] ?? 0);
    return sum;
  };
  const norms = Float64Array.from({ length: n }, (_, row) => Math.sqrt(dot(row, row)));
  return Float64Array.from(pairs, ({ rows: [left, right] }, index) => {
    for (const row of [left, right]) {
      if (!Number.isInteger(row) || row < 0 || row >= n) {
        throw new RangeError(
          `faceVerification: pairs: expected rows in [0, ${n}), got ${row} in pair ${index}.`,
        );
      }
      if (norms[row] === 0) {
        throw new RangeError(`faceVerification: features: row ${row} is 0 and has no direction.`);
      }
    }
    return dot(left, right) / ((norms[left] ?? 0) * (norms[right] ?? 0));
  });
}

/** The threshold that tells most pairs right. */
function bestThreshold(scores: readonly number[], isSame: readonly boolean[]): number {
  const order = descending(scores);
  let correct = isSame.filter((same) => !same).length; // a threshold of Infinity takes all for different
  let [best, threshold] = [correct, Infinity];
  for (const [place, index] of order.entries()) {
    correct += isSame[index] ? 1 : -1;
    const score = scores[index] ?? 0;
    const next = place + 1 < order.length ? (scores[order[place + 1] ?? 0] ?? 0) : -Infinity;
    if (next === score || correct <= best) continue;
    [best, threshold] = [correct, (score + next) / 2];
  }
  return threshold;
}
