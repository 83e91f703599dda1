import { describe, expect, it } from '@jest/globals';
import { keyedUniform, shuffled } from './random.js';
import { drawn, heldOutOfEveryClass, rowsByClass } from './split.js';
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

describe('drawn', () => {
  const items = Array.from({ length: 60 }, (_, index) => `item ${index}`);
  const draw = (from: readonly string[], count: number, seed = 0): readonly string[] =>
    drawn(from, count, (item) => `${seed}/${item}`);
  const sorted = (some: readonly string[]): string[] => [...some].sort();

  it('gives as many as there are, each once, and depends on the seed', () => {
    for (const count of [0, 1, 59, 60, 61]) {
      const some = draw(items, count);
      expect(new Set(some).size).toBe(Math.min(count, 60));
      expect(some.every((item) => items.includes(item))).toBe(true);
    }
    expect(draw(items, 20, 1)).not.toEqual(draw(items, 20));
  });

  it('chooses the same whatever the order', () => {
    const expected = sorted(draw(items, 20));
    for (let order = 0; order < 50; order++) {
      const rows = shuffled(Int32Array.from(items.keys()), keyedUniform(`order ${order}`));
      expect(
        sorted(
          draw(
            [...rows].map((row) => items[row]!),
            20,
          ),
        ),
      ).toEqual(expected);
    }
  });

  it('changes by at most one item when one is lost', () => {
    const all = draw(items, 20);
    for (const lost of items) {
      const without = draw(
        items.filter((item) => item !== lost),
        20,
      );
      const gone = all.filter((item) => !without.includes(item));
      expect(gone).toEqual(all.includes(lost) ? [lost] : []);
    }
  });

  it('draws both spellings of a name alike', () => {
    const composed = ['Ren\u00e9e/1', 'Ren\u00e9e/2', 'Zo\u00e9/1', 'Zo\u00e9/2'];
    const spelled = draw(
      composed.map((name) => name.normalize('NFD')),
      2,
    );
    expect(spelled.map((name) => name.normalize('NFC'))).toEqual(draw(composed, 2));
  });

  it('draws every item equally often, and every pair', () => {
    const few = items.slice(0, 8);
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 4000; seed++) {
      const [a = '', b = ''] = sorted(draw(few, 2, seed));
      for (const key of [a, b, `${a} & ${b}`]) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // one of 8 with probability 1/4: 1000, standard deviation 27.4; a pair of 28: 143, 11.7
    expect(counts.size).toBe(8 + 28);
    for (const [key, count] of counts) {
      if (key.includes('&')) expect(Math.abs(count - 4000 / 28)).toBeLessThan(5 * 11.7);
      else expect(Math.abs(count - 1000)).toBeLessThan(5 * 27.4);
    }
  });
});

describe('heldOutOfEveryClass', () => {
  const heldOut = (files: readonly string[], count: number, seed: number): number[] =>
    heldOutOfEveryClass([Int32Array.from(files.keys())], files, { countOf: () => count, seed });

  it('keeps the images of a photo together, and no more than asked for', () => {
    const files = ['a', 'b', 'b', 'c', 'a', 'd', 'e', 'e', 'e', 'f'];
    const seen = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const rows = heldOut(files, 4, seed);
      const photos = new Set(rows.map((row) => files[row]));
      expect(rows).toEqual([...files.keys()].filter((row) => photos.has(files[row])));
      expect(rows.length).toBeLessThanOrEqual(4);
      expect(rows.length).toBeGreaterThanOrEqual(3); // a photo of one or two more would fit
      for (const photo of photos) seen.add(photo!);
    }
    expect([...seen].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('takes one photo where none has as few images, and never the only one', () => {
    for (let seed = 0; seed < 20; seed++) {
      expect(heldOut(['a', 'a', 'b', 'b'], 1, seed)).toHaveLength(2);
      expect(heldOut(['a', 'a', 'a'], 1, seed)).toEqual([]);
      expect(heldOut(['a', 'b', 'b', 'b'], 9, seed)).toHaveLength(
        heldOut(['a', 'b', 'b', 'b'], 3, seed).length,
      );
      expect(heldOut(['a', 'b', 'b', 'b'], 9, seed).length).toBeLessThan(4);
    }
  });
});

it('usedClasses drops classes without images and numbers the others anew', () => {
  expect(usedClasses([3, 1, 3], ['a', 'b', 'c', 'd'])).toEqual({
    labels: Int32Array.of(1, 0, 1),
    classes: ['b', 'd'],
    emptyClasses: ['a', 'c'],
  });
});
