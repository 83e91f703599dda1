import { packRows, type PackedRows } from './inner-products.js';

/**
 * The r rows R, `[r, size]`, of a factorisation `S = R^T R` of a symmetric positive semidefinite matrix, r being its rank within
 * rounding: Cholesky's, with the largest remaining diagonal element as pivot (Higham, 2002, "Accuracy and Stability of Numerical
 * Algorithms", section 10.3). It ends when that is at most `size * epsilon` of the largest one of S, where a plain Cholesky
 * factorisation would divide by zero.
 * @param symmetric - `[size, size]`, row-major.
 */
export function semidefiniteFactor(symmetric: Float64Array, size: number): PackedRows {
  const remaining = Float64Array.from({ length: size }, (_, i) => symmetric[i * size + i] ?? 0);
  const limit = size * Number.EPSILON * remaining.reduce((most, value) => Math.max(most, value), 0);
  const rows: Float64Array[] = [];
  while (rows.length < size) {
    const pivot = remaining.reduce((best, value, i) => (value > (remaining[best] ?? 0) ? i : best), 0);
    const largest = remaining[pivot] ?? 0;
    if (largest <= limit) break;
    const row = symmetric.slice(pivot * size, (pivot + 1) * size);
    for (const earlier of rows) subtractMultiple(row, earlier, earlier[pivot] ?? 0);
    const root = Math.sqrt(largest);
    for (let column = 0; column < size; column++) {
      const value = (row[column] ?? 0) / root;
      row[column] = value;
      remaining[column] = (remaining[column] ?? 0) - value * value;
    }
    remaining[pivot] = 0; // exactly, so that it is no pivot again
    rows.push(row);
  }
  return packRows(rows.length, size, (row, column) => rows[row]?.[column] ?? 0);
}

function subtractMultiple(target: Float64Array, source: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = (target[index] ?? 0) - factor * (source[index] ?? 0);
  }
}
