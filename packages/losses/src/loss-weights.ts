/** The weights of Eq. 7. */
export interface LossWeights {
  /** lambda_1, weight of L_KL (Eq. 5). @default 3 */
  readonly kl: number;
  /** lambda_2, weight of L_G (Eq. 6). @default 1 */
  readonly pairwise: number;
  /** lambda_3, weight of L_GD (Eq. 2). @default 1e-3 */
  readonly meanD: number;
  /** lambda_4, weight of L_GC (Eq. 4). @default 1e-3 */
  readonly meanC: number;
}

/** The weights of Section 3.4. They fit sums over pixels and features, not means. */
export const PAPER_LOSS_WEIGHTS = Object.freeze({
  kl: 3,
  pairwise: 1,
  meanD: 1e-3,
  meanC: 1e-3,
} as const satisfies LossWeights);

/**
 * The paper's weights with some of them replaced, checked and frozen. `undefined` keeps the paper's.
 * @param overrides - Weights that differ from the paper's, finite and >= 0.
 * @returns All four weights; the object cannot be changed.
 * @throws RangeError when a weight is negative, not finite or unknown.
 */
export function resolveLossWeights(overrides: Partial<LossWeights> = {}): LossWeights {
  const weights: Record<keyof LossWeights, number> = { ...PAPER_LOSS_WEIGHTS };
  for (const [key, value] of Object.entries(overrides) as [string, number | undefined][]) {
    if (!(key in PAPER_LOSS_WEIGHTS)) {
      const known = Object.keys(PAPER_LOSS_WEIGHTS).join(', ');
      throw new RangeError(`resolveLossWeights: expected ${known}, got ${key}.`);
    }
    if (value === undefined) continue;
    if (!(Number.isFinite(value) && value >= 0)) {
      throw new RangeError(`resolveLossWeights: ${key}: expected a finite number >= 0, got ${value}.`);
    }
    weights[key as keyof LossWeights] = value;
  }
  return Object.freeze(weights);
}
