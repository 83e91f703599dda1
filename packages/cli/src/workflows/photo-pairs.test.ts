import { expect, it } from '@jest/globals';
import type { LfwPair, Manifest } from '@cvg/data';
import { photoPairs } from './photo-pairs.js';

const folder = (files: readonly string[]): { manifest: Manifest } => ({
  manifest: { source: { kind: 'class-folders', files } } as unknown as Manifest,
});
const pair = (left: string, right: string, fold: number): LfwPair => ({
  files: [left, right],
  isSamePerson: left[0] === right[0],
  fold,
});

it('finds photos by name, whatever their ending, and leaves out pairs of those that are missing', () => {
  const files = ['z/z_0001.png', 'b/b_0001.png', 'a/a_0002.jpg', 'a/a_0001.jpg'];
  const list = [
    pair('a/a_0001.jpg', 'a/a_0002.jpg', 0),
    pair('a/a_0001.jpg', 'b/b_0001.jpg', 1),
    pair('b/b_0001.jpg', 'c/c_0001.jpg', 1),
  ];
  expect(photoPairs(list, folder(files))).toEqual({
    rows: [1, 2, 3],
    pairs: [
      { rows: [2, 1], isSamePerson: true, fold: 0 },
      { rows: [2, 0], isSamePerson: false, fold: 1 },
    ],
    missing: ['c/c_0001.jpg'],
  });
});

it('cuts a list without folds into ten with as many pairs of each kind', () => {
  const list = Array.from({ length: 40 }, (_, index) =>
    pair('a/a_0001.jpg', index < 20 ? 'a/a_0002.jpg' : 'b/b_0001.jpg', 0),
  );
  const { pairs } = photoPairs(list, folder(['a/a_0001.jpg', 'a/a_0002.jpg', 'b/b_0001.jpg']));
  const inOrder = Array.from({ length: 20 }, (_, index) => Math.floor(index / 2));
  for (const kind of [true, false]) {
    expect(pairs.filter(({ isSamePerson }) => isSamePerson === kind).map(({ fold }) => fold)).toEqual(
      inOrder,
    );
  }
});

it('refuses a photo with several images', () => {
  const files = ['a/a_0001.jpg', 'a/a_0001.jpg', 'a/a_0002.jpg'];
  expect(() => photoPairs([pair('a/a_0001.jpg', 'a/a_0002.jpg', 0)], folder(files))).toThrow(
    'photoPairs: a/a_0001.jpg has 2 images; expected one, as with --faces main.',
  );
});
