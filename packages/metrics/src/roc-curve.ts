/** Rates when everything of at least `threshold` counts as positive. */
export interface RocPoint {
  readonly threshold: number;
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/** What {@link rocCurve} found. */
export interface RocCurve {
  /**
   * By falling thresholds, from (0, 0), whose threshold is Infinity, to (1, 1); without the points that lie on the straight line
   * between their neighbours.
   */
  readonly points: readonly RocPoint[];
  /** Area under the curve: the chance that a positive scores higher than a negative, ties counting half. */
  readonly auc: number;
}

/**
 * Receiver operating characteristic and the area under it.
 * @param scores - Finite; higher means more likely positive.
 * @param positives - Of each score, whether it is of a positive; both kinds must occur.
 * @returns The points of the curve, from (0, 0) to (1, 1), and the area under it, in [0, 1].
 * @throws RangeError - As many flags as scores are needed, finite ones, and both kinds.
 */
export function rocCurve(scores: ArrayLike<number>, positives: ArrayLike<boolean>): RocCurve {
  const order = descending(scores);
  const numPositives = order.reduce((sum, index) => sum + (positives[index] ? 1 : 0), 0);
  const numNegatives = order.length - numPositives;
  if (numPositives === 0 || numNegatives === 0 || positives.length !== scores.length) {
    throw new RangeError(
      `rocCurve: expected a flag a score and both kinds, got ${scores.length} scores, ${positives.length} flags, ${numPositives} positives.`,
    );
  }
  const corners: (readonly [negatives: number, positives: number, threshold: number])[] = [[0, 0, Infinity]];
  let [above, aboveNegative, doubleArea] = [0, 0, 0];
  for (const [place, index] of order.entries()) {
    if (positives[index]) above += 1;
    else aboveNegative += 1;
    const score = scores[index] ?? NaN;
    if (score === scores[order[place + 1] ?? -1]) continue; // equal scores are one step, a slanted one
    const [beforeNegative, before] = corners.at(-1) ?? [0, 0];
    doubleArea += (aboveNegative - beforeNegative) * (above + before);
    corners.push([aboveNegative, above, score]);
  }
  const points = corners.filter(([negatives, positive], place) => {
    const [last, next] = [corners[place - 1], corners[place + 1]];
    if (!last || !next) return true;
    return (negatives - last[0]) * (next[1] - positive) !== (next[0] - negatives) * (positive - last[1]);
  });
  return {
    points: points.map(([negatives, positive, threshold]) => ({
      threshold,
      falsePositiveRate: negatives / numNegatives,
      truePositiveRate: positive / numPositives,
    })),
    auc: doubleArea / (2 * numPositives * numNegatives),
  };
}

/** Positions of the scores, the highest score first; refuses what is not finite. */
export function descending(scores: ArrayLike<number>): number[] {
  const order = Array.from({ length: scores.length }, (_, index) => index);
  for (const index of order) {
    if (!Number.isFinite(scores[index])) {
      throw new RangeError(`rocCurve: expected finite scores, got ${scores[index] ?? NaN} at ${index}.`);
    }
  }
  return order.sort((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0));
}
