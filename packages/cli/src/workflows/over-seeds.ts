import type { OverSeeds } from './verification.js';

/** Mean and sample standard deviation (dividing by n - 1; 0 for one value). */
export function overSeeds(values: readonly number[]): OverSeeds {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : 0 };
}
