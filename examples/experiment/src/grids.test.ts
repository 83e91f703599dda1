import { expect, it } from '@jest/globals';
import { columnOf, everyNthRow } from './grids.js';

/** Four rows of two images of one pixel: the image in row r and column c is 10 r + c. */
const grid = {
  images: { images: Float32Array.of(0, 1, 10, 11, 20, 21, 30, 31), shape: [8, 1, 1, 1] as const },
  ...{ columns: 2, rowLabels: ['a', 'b', 'c', 'd'], columnLabels: ['left', 'right'] },
};

it('takes columns and rows out of a grid', () => {
  expect(columnOf(grid, 1)).toEqual({ images: Float32Array.of(1, 11, 21, 31), shape: [4, 1, 1, 1] });
  const rows = { columns: 2, columnLabels: ['left', 'right'] };
  expect(everyNthRow(grid, 2, 10)).toEqual({
    ...{ ...rows, rowLabels: ['a', 'c'] },
    images: { images: Float32Array.of(0, 1, 20, 21), shape: [4, 1, 1, 1] },
  });
  expect(everyNthRow(grid, 1, 1)).toEqual({
    ...{ ...rows, rowLabels: ['a'] },
    images: { images: Float32Array.of(0, 1), shape: [2, 1, 1, 1] },
  });
});
