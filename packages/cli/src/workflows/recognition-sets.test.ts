import { describe, expect, it } from '@jest/globals';
import { datasetOf, type PreparedData } from '@cvg/data';
import { recognitionSets } from './recognition-sets.js';

/** A prepared folder of one pixel an image, with two images a class. */
function prepared(
  folder: string,
  classes: readonly string[],
  { heldOut = [], mixtures }: { heldOut?: number[]; mixtures?: readonly (readonly string[])[] } = {},
): PreparedData {
  const labels = Int32Array.from({ length: 2 * classes.length }, (_, row) => Math.floor(row / 2));
  const data = datasetOf(
    { images: new Uint8Array(labels.length), labels, shape: [labels.length, 1, 1, 1], classes },
    { heldOut },
  );
  const source = mixtures
    ? {
        kind: 'generated',
        mixtures: mixtures.map((names) => names.map((className) => ({ className, weight: 1 }))),
      }
    : { kind: 'class-folders' };
  return Object.assign(data, { folder, manifest: { classes, source } }) as unknown as PreparedData;
}

const real = prepared('real', ['a', 'b', 'c', 'd'], { heldOut: [0, 6, 7] });

describe('recognitionSets', () => {
  it('adds each folder by itself, existing classes to their own and new ones beside them', () => {
    const more = prepared('x/more', ['a', 'b'], { mixtures: [['a'], ['b']] });
    const mixed = prepared('x/new', ['a + b', 'c + a'], {
      mixtures: [
        ['a', 'b'],
        ['c', 'a'],
      ],
    });
    const photos = prepared('x/photos', ['z']);
    const { sets, leftOut } = recognitionSets(real, [more, mixed, photos], ['C']);
    expect(leftOut).toEqual(['c', 'c + a']);
    expect(
      sets.map(({ name, folder, images }) => [name, folder, images.classes, images.rows('train').length]),
    ).toEqual([
      ['no augmentation', undefined, ['a', 'b'], 3],
      ['existing identities (more)', 'x/more', ['a', 'b'], 7],
      ['new identities (new)', 'x/new', ['a', 'b', 'a + b'], 5],
      ['more images (photos)', 'x/photos', ['a', 'b', 'z'], 5],
    ]);
  });

  it('keeps held-out images of the classes that are learned, and of no others', () => {
    const [{ images } = { images: real }] = recognitionSets(real, [], ['b']).sets;
    expect(images.classes).toEqual(['a', 'c']); // every image of d is held out
    expect([...images.labelCounts('held-out')]).toEqual([1, 0]);
  });

  it('refuses to learn from fewer than two classes', () => {
    expect(() => recognitionSets(real, [], ['a', 'b'])).toThrow(
      'real: 1 class to learn from is left without the people of the pairs, expected at least 2.',
    );
    expect(() => recognitionSets(real, [], ['a', 'b', 'c', 'd'])).toThrow('0 classes to learn from are left');
  });
});
