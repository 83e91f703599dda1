import { describe, expect, it } from '@jest/globals';
import { rowsByClass, stratifiedHeldOut } from './split.js';
import { usedClasses } from './used-classes.js';

/** Class 0 has 1 image, class 1 has 2, class 2 has 40, class 3 none, class 4 has 14; mixed. */
const labels = Int32Array.from(
  [...[0], ...Array<number>(2).fill(1), ...Array<number>(40).fill(2), ...Array<number>(14).fill(4)].map(
    (_, index, all) => all[(index * 25) % all.length]!,
  ),
);

it('rowsByClass lists the rows of each class', () => {
  const rows = rowsByClass(labels, 5);
  expect(rows.map((list) => list.length)).toEqual([1, 2, 40, 0, 14]);
  rows.forEach((list, id) => list.forEach((row) => expect(labels[row]).toBe(id)));
  expect(rows.flatMap((list) => [...list]).sort((a, b) => a - b)).toEqual([...labels.keys()]);
});

describe('stratifiedHeldOut', () => {
  const heldOut = (fraction: number, seed = 0): Int32Array =>
    stratifiedHeldOut(labels, 5, { fraction, seed });
  const counts = (rows: Int32Array): number[] =>
    [0, 1, 2, 3, 4].map((id) => rows.filter((row) => labels[row] === id).length);

  it('keeps the same part of every class, at least one image and never all', () => {
    expect(counts(heldOut(0.1))).toEqual([0, 1, 4, 0, 1]);
    expect(counts(heldOut(0.25))).toEqual([0, 1, 10, 0, 4]); // round(3.5) = 4
    expect(counts(heldOut(0.99))).toEqual([0, 1, 39, 0, 13]);
    expect(counts(heldOut(0))).toEqual([0, 0, 0, 0, 0]);
  });

  it('is sorted, without doubles, and depends on the seed alone', () => {
    const rows = heldOut(0.5);
    expect([...rows]).toEqual([...new Set(rows)].sort((a, b) => a - b));
    expect(heldOut(0.5)).toEqual(rows);
    expect(heldOut(0.5, 1)).not.toEqual(rows);
  });
});

it('usedClasses drops classes without images and numbers the others anew', () => {
  expect(usedClasses([3, 1, 3], ['a', 'b', 'c', 'd'])).toEqual({
    labels: Int32Array.of(1, 0, 1),
    classes: ['b', 'd'],
    emptyClasses: ['a', 'c'],
  });
});
