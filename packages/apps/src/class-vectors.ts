/** A share of a class in a mixture. */
export interface ClassWeight {
  readonly classId: number;
  /** In [0, 1]. */
  readonly weight: number;
}

/** One class, or a mixture of classes whose weights add up to 1 (Section 5.6 mixes three identities). */
export type ClassLabel = number | readonly ClassWeight[];

/** The weights of a mixture must add up to one this closely. */
const SUM_TOLERANCE = 1e-6;

/**
 * Class vectors as generators and encoders take them: one-hot for a class, the weights for a mixture.
 * @param labels - n labels with class ids in [0, K).
 * @param numClasses - K.
 * @returns `[n, K]` row by row. A mixture of one class equals that class.
 * @throws RangeError - A class id is none of [0, K), a weight is outside [0, 1], or the weights of a mixture do not
 *   add up to 1.
 */
export function classVectors(labels: ArrayLike<ClassLabel>, numClasses: number): Float32Array {
  const vectors = new Float32Array(labels.length * numClasses);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? [];
    if (typeof label !== 'number' && !Array.isArray(label)) {
      throw new RangeError(
        `classVectors: labels: expected class ids or mixtures of them, got ${JSON.stringify(label)} at ${row}.`,
      );
    }
    const mixture: readonly ClassWeight[] =
      typeof label === 'number' ? [{ classId: label, weight: 1 }] : label;
    let sum = 0;
    for (const { classId, weight } of mixture) {
      if (!Number.isInteger(classId) || classId < 0 || classId >= numClasses) {
        throw new RangeError(
          `classVectors: labels: expected integers in [0, ${numClasses}), got ${classId} at ${row}.`,
        );
      }
      if (!(weight >= 0 && weight <= 1)) {
        throw new RangeError(`classVectors: labels: expected weights in [0, 1], got ${weight} at ${row}.`);
      }
      sum += weight;
      vectors[row * numClasses + classId] = (vectors[row * numClasses + classId] ?? 0) + weight;
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new RangeError(`classVectors: labels: expected weights with sum 1, got ${sum} at ${row}.`);
    }
  }
  return vectors;
}

/** The label between two: `share` of the first, the rest of the second. */
export function labelBetween(first: ClassLabel, second: ClassLabel, share: number): ClassLabel {
  if (first === second) return first;
  const part = (label: ClassLabel, scale: number): ClassWeight[] =>
    (typeof label === 'number' ? [{ classId: label, weight: 1 }] : label).map(({ classId, weight }) => ({
      classId,
      weight: weight * scale,
    }));
  return [...part(first, share), ...part(second, 1 - share)];
}

/**
 * `perClass` labels of each class, all of class 0 first: as Table 1 samples them.
 * @param numClasses - K, at least 0.
 * @param perClass - Labels of each class, at least 0.
 * @returns `[K * perClass]` class ids.
 */
export function eachClass(numClasses: number, perClass: number): Int32Array {
  return Int32Array.from({ length: numClasses * perClass }, (_, index) => Math.floor(index / perClass));
}
