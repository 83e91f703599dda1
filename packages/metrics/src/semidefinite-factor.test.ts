import { describe, expect, it } from '@jest/globals';
import { seededNormal } from '@cvg/test-utils';
import { semidefiniteFactor } from './semidefinite-factor.js';

/** `X^T X` of `rank` random rows: exact zeros of the spectrum, up to rounding. */
function gram(rank: number, size: number): Float64Array {
  const x = seededNormal(rank * size, 3);
  return Float64Array.from({ length: size * size }, (_, index) => {
    const [i, j] = [Math.floor(index / size), index % size];
    let sum = 0;
    for (let row = 0; row < rank; row++) sum += x[row * size + i]! * x[row * size + j]!;
    return sum;
  });
}

describe('semidefiniteFactor', () => {
  it.each([
    [7, 7],
    [3, 7],
    [1, 5],
    [20, 40],
  ])('has %i rows, whose products are the matrix of size %i', (rank, size) => {
    const matrix = gram(rank, size);
    const factor = semidefiniteFactor(matrix, size);
    expect(factor).toMatchObject({ count: rank, width: size });
    const products = Float64Array.from(matrix, (_, index) => {
      const [i, j] = [Math.floor(index / size), index % size];
      let sum = 0;
      for (let row = 0; row < rank; row++) sum += factor.data[row * size + i]! * factor.data[row * size + j]!;
      return sum;
    });
    expect(products).toBeAllClose(matrix, { rtol: 0, atol: 1e-13 * size });
  });
  it('begins with the largest diagonal element, and leaves out what is lost in rounding', () => {
    const factor = semidefiniteFactor(Float64Array.from([1e-17, 0, 0, 4]), 2);
    expect(Array.from(factor.data.subarray(0, 2))).toEqual([0, 2]);
    expect(factor.count).toBe(1);
    expect(semidefiniteFactor(Float64Array.from([1e-12, 0, 0, 4]), 2).count).toBe(2);
  });
  it('has no rows for zero', () => {
    expect(semidefiniteFactor(new Float64Array(9), 3).count).toBe(0);
  });
});
