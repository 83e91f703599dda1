/** A difference that was seen with several seeds. */
export interface PairedGain {
  readonly mean: number;
  /** Of the mean over the seeds; `null` for one seed, which says nothing of the noise. */
  readonly standardError: number | null;
  /** Where the mean lies with 95 % confidence (Student's t); `null` for one seed. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Whether 0 lies outside the interval. */
  readonly outsideNoise: boolean;
}

/** What the differences of runs that share a seed two by two say together. */
export function pairedGain(differences: readonly number[]): PairedGain {
  const n = differences.length;
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / n;
  if (n < 2) return { mean, standardError: null, interval: null, outsideNoise: false };
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (n - 1) / n);
  const reach = studentQuantile(n - 1) * standardError;
  const interval = [mean - reach, mean + reach] as const;
  return { mean, standardError, interval, outsideNoise: interval[0] > 0 || interval[1] < 0 };
}

/** 97.5 % quantiles of Student's t by degrees of freedom, from 1. */
const QUANTILES = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
const NORMAL_QUANTILE = 1.96;

/** Beyond the table by two terms of its expansion in 1 / freedom, right to three digits. */
function studentQuantile(freedom: number): number {
  const z = NORMAL_QUANTILE;
  const expansion =
    z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  return QUANTILES[freedom - 1] ?? expansion;
}
