import { describe, expect, it } from '@jest/globals';
import type { ManifestSplit } from './manifest.js';
import { keyedUniform, shuffled } from './random.js';
import { resolveSplit, type SplitImages, type SplitOptions } from './split-options.js';

/** Classes of 1, 2, 40 and 14 images. */
const sizes = { one: 1, two: 2, many: 40, some: 14 } as const;
const classes = Object.keys(sizes);
const files = Object.entries(sizes).flatMap(([name, size]) =>
  Array.from({ length: size }, (_, index) => `${name}/${index}.jpg`),
);
const imagesOf = (names: readonly string[], order: readonly string[] = classes): SplitImages => ({
  labels: Int32Array.from(names, (file) => order.indexOf(file.split('/')[0] ?? '')),
  classes: order,
  files: names,
});
const split = (options: SplitOptions, images = imagesOf(files), official?: ManifestSplit): ManifestSplit =>
  resolveSplit('f', options, { all: images.classes, taken: images.classes })(images, official);
const heldOutFiles = (options: SplitOptions, images = imagesOf(files)): string[] =>
  split(options, images)
    .heldOut.map((row) => images.files[row] ?? 'none')
    .sort();
const counts = (options: SplitOptions): number[] =>
  classes.map((name) => heldOutFiles(options).filter((file) => file.startsWith(`${name}/`)).length);

describe('resolveSplit', () => {
  it('keeps the same part of every class, at least one image and never all', () => {
    expect(counts({})).toEqual([0, 1, 4, 1]); // a tenth
    expect(counts({ heldOutFraction: 0.25 })).toEqual([0, 1, 10, 4]); // round(3.5) = 4
    expect(counts({ heldOutFraction: 0.99 })).toEqual([0, 1, 39, 13]);
    expect(counts({ heldOutFraction: 0 })).toEqual([0, 0, 0, 0]);
    expect(split({ heldOutFraction: 0.25, seed: 3 })).toMatchObject({
      ...{ method: 'stratified', heldOutFraction: 0.25, seed: 3 },
    });
  });

  it('keeps the same number of every class, and never all of a small one', () => {
    expect(counts({ heldOutPerClass: 1 })).toEqual([0, 1, 1, 1]);
    expect(counts({ heldOutPerClass: 10 })).toEqual([0, 1, 10, 10]);
    expect(counts({ heldOutPerClass: 20 })).toEqual([0, 1, 20, 13]);
    const { heldOut, ...how } = split({ heldOutPerClass: 10, seed: 3 });
    expect(how).toEqual({ method: 'balanced', heldOutPerClass: 10, seed: 3 });
    expect([...heldOut]).toEqual([...new Set(heldOut)].sort((a, b) => a - b));
  });

  it('keeps whole classes: those named, or so many drawn ones', () => {
    expect(split({ heldOutClasses: ['two', 'one'] })).toEqual({
      ...{ method: 'class-disjoint', heldOutClasses: ['one', 'two'], heldOut: [0, 1, 2] },
    });
    for (let seed = 0; seed < 50; seed++) {
      const { heldOutClasses, ...drawnSplit } = split({ heldOutClasses: 2, seed });
      expect(drawnSplit).toMatchObject({ method: 'class-disjoint', seed });
      expect(new Set(heldOutClasses).size).toBe(2);
      const expected = files.flatMap((file, row) =>
        heldOutClasses?.includes(file.split('/')[0] ?? '') === true ? [row] : [],
      );
      expect(drawnSplit.heldOut).toEqual(expected);
    }
    const drawnOnes = (seed: number): unknown => split({ heldOutClasses: 1, seed }).heldOutClasses;
    expect(new Set(Array.from({ length: 50 }, (_, seed) => String(drawnOnes(seed)))).size).toBe(4);
  });

  it('leaves a class to learn from when others had no usable image', () => {
    const all = ['a', 'b', 'c'];
    const left = { labels: Int32Array.of(0, 0), classes: ['b'], files: ['b/1', 'b/2'] };
    const choose = (heldOutClasses: readonly string[] | number): ManifestSplit =>
      resolveSplit('f', { heldOutClasses }, { all, taken: all })(left);
    expect(choose(2).heldOut).toEqual([]);
    expect(choose(['a']).heldOutClasses).toEqual([]);
    expect(() => choose(['a', 'b'])).toThrow('f: heldOutClasses: leaves none of 1 classes to learn from.');
  });

  it.each<SplitOptions>([
    { heldOutFraction: 0.3 },
    { heldOutPerClass: 3 },
    { heldOutClasses: 2 },
    { heldOutClasses: ['many'] },
  ])('holds out the same files whatever the order of files and classes: %j', (options) => {
    for (let seed = 0; seed < 25; seed++) {
      const expected = heldOutFiles({ ...options, seed });
      const uniform = keyedUniform(`order ${seed}`);
      const mixed = <Item>(items: readonly Item[]): Item[] =>
        [...shuffled(Int32Array.from(items.keys()), uniform)].map((index) => items[index]!);
      expect(heldOutFiles({ ...options, seed }, imagesOf(mixed(files), mixed(classes)))).toEqual(expected);
    }
  });

  it('does not move the files of a class when other classes come or go', () => {
    const manyOf = (names: readonly string[], order: readonly string[]): string[] =>
      heldOutFiles({ heldOutPerClass: 9 }, imagesOf(names, order)).filter((file) => file.startsWith('many/'));
    const alone = files.filter((file) => file.startsWith('many/'));
    expect(manyOf(alone, ['many'])).toEqual(manyOf(files, classes));
  });

  it("takes the data set's own split unless another is asked for", () => {
    const official: ManifestSplit = { method: 'official', heldOut: [0] };
    const method = (options: SplitOptions): string => split(options, imagesOf(files), official).method;
    expect(split({ seed: 1 }, imagesOf(files), official)).toBe(official);
    expect(method({ heldOutFraction: 0.1 })).toBe('stratified');
    expect(method({ heldOutPerClass: 1 })).toBe('balanced');
    expect(method({ heldOutClasses: 1 })).toBe('class-disjoint');
  });

  it('takes both spellings of a name', () => {
    const order = ['Ren\u00e9e', 'Zoe'];
    const images = imagesOf(['Ren\u00e9e/1', 'Zoe/1'], order);
    expect(split({ heldOutClasses: ['Rene\u0301e'] }, images).heldOut).toEqual([0]);
  });

  const noneLeft = /^f: heldOutClasses: leaves none of 4 classes to learn from\.$/;
  it.each<[SplitOptions, string | RegExp]>([
    [{ heldOutFraction: 1 }, 'f: heldOutFraction must be at least 0 and less than 1, got 1.'],
    [{ heldOutFraction: NaN }, 'f: heldOutFraction must be at least 0 and less than 1, got NaN.'],
    [{ heldOutPerClass: 0 }, 'f: heldOutPerClass must be an integer from 1'],
    [{ heldOutClasses: 1.5 }, 'f: heldOutClasses must be an integer from 1'],
    [{ heldOutClasses: 4 }, noneLeft],
    [{ heldOutClasses: classes }, noneLeft],
    [
      { heldOutClasses: ['many', 'mny'] },
      "f: heldOutClasses must be among the 4 of the data set (one, two, many, ...), got 'mny'.",
    ],
    [{ seed: 0.5 }, 'f: seed must be a safe integer, got 0.5.'],
    [
      { heldOutFraction: 0.1, heldOutClasses: 1 },
      'f: expected one way to split, got heldOutFraction and heldOutClasses.',
    ],
  ])('refuses %j before anything is read', (options, message) => {
    expect(() => resolveSplit('f', options, { all: classes, taken: classes })).toThrow(message);
  });
});
