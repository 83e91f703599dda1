import { describe, expect, it } from '@jest/globals';
import { classBalancedOrder, shuffledOrder } from './batch-order.js';

// Five classes of very different sizes; class 3 has no images; rows with an odd number are not in the split.
const sizes = [1, 2, 30, 0, 7];
const labels = Int32Array.from(sizes.flatMap((size, id) => Array<number>(2 * size).fill(id)));
const rows = Int32Array.from(labels.keys()).filter((row) => row % 2 === 0);
const countOf = <T>(items: readonly T[]): Map<T, number> =>
  items.reduce((counts, item) => counts.set(item, (counts.get(item) ?? 0) + 1), new Map<T, number>());

describe('shuffledOrder', () => {
  it('gives every row of the split once an epoch, in other orders for other epochs and seeds', () => {
    const at = shuffledOrder(rows, 3);
    const epochs = [0, 1, 2].map((epoch) => Array.from(rows, (_, index) => at(epoch * rows.length + index)));
    for (const epoch of epochs) expect(Int32Array.from(epoch).sort()).toEqual(rows);
    const other = shuffledOrder(rows, 4);
    expect(new Set([...epochs, Array.from(rows, (_, index) => other(index))].map(String)).size).toBe(4);
  });
});

describe('classBalancedOrder', () => {
  const at = classBalancedOrder(rows, labels, 3);
  const stream = Array.from({ length: 4 * 300 }, (_, position) => at(position));

  it('gives every class that has images equally often', () => {
    const counts = countOf(stream.map((row) => labels[row]!));
    expect([...counts].sort()).toEqual([0, 1, 2, 4].map((id) => [id, 300]));
  });

  it('gives, in any stretch, two classes equally often but for 2', () => {
    for (let start = 0; start < 200; start++) {
      for (const length of [1, 3, 4, 7, 16, 64]) {
        const counts = countOf(stream.slice(start, start + length).map((row) => labels[row]!));
        const all = [0, 1, 2, 4].map((id) => counts.get(id) ?? 0);
        expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(2);
      }
    }
  });

  it('gives every image of a class once before any comes again', () => {
    for (const id of [0, 1, 2, 4]) {
      const own = stream.filter((row) => labels[row] === id);
      const size = sizes[id]!;
      for (let round = 0; round < Math.floor(300 / size); round++) {
        expect(new Set(own.slice(round * size, (round + 1) * size)).size).toBe(size);
      }
      expect(own.every((row) => row % 2 === 0)).toBe(true);
    }
  });

  it('draws the classes of each round, and the images of each class, anew', () => {
    const rounds = Array.from({ length: 24 }, (_, round) =>
      String(stream.slice(4 * round, 4 * round + 4).map((row) => labels[row])),
    );
    expect(new Set(rounds).size).toBeGreaterThan(8);
    const large = stream.filter((row) => labels[row] === 2);
    expect(large.slice(0, 30)).not.toEqual(large.slice(30, 60));
  });
});
