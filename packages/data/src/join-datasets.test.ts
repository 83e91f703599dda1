import { describe, expect, it } from '@jest/globals';
import { datasetOf, type ImageDataset } from './image-dataset.js';
import { joinDatasets } from './join-datasets.js';

/** Images of 1x2x1 whose bytes are the number given and that of the row. */
const dataset = (mark: number, labels: number[], classes: string[], heldOut: number[] = []): ImageDataset =>
  datasetOf(
    {
      images: Uint8Array.from(labels.flatMap((_, row) => [mark, row])),
      labels: Int32Array.from(labels),
      shape: [labels.length, 1, 2, 1],
      classes,
    },
    { heldOut },
  );
const real = dataset(1, [0, 1, 2, 0, 1], ['a', 'b', 'c'], [1, 3]);
const more = dataset(2, [1, 0, 2], ['c', 'a', 'a + b']);

/** Of each row of a split: the mark of its data set, its row there, the name of its class. */
async function listed(data: ImageDataset, split: 'train' | 'held-out'): Promise<unknown[]> {
  const rows = data.rows(split);
  const bytes = await data.readBytes(rows);
  return [...rows].map((row, index) => [
    bytes[2 * index],
    bytes[2 * index + 1],
    data.classes[data.labels[row]!],
  ]);
}

describe('joinDatasets', () => {
  it('has the rows of all, with classes joined by name and what is held out kept so', async () => {
    const joined = joinDatasets([real, more]);
    expect(joined.classes).toEqual(['a', 'b', 'c', 'a + b']);
    expect(await listed(joined, 'train')).toEqual([
      [1, 0, 'a'],
      [1, 2, 'c'],
      [1, 4, 'b'],
      [2, 0, 'a'],
      [2, 1, 'c'],
      [2, 2, 'a + b'],
    ]);
    expect(await listed(joined, 'held-out')).toEqual([
      [1, 1, 'b'],
      [1, 3, 'a'],
    ]);
  });

  it('leaves classes out, and numbers the others without a gap', async () => {
    const joined = joinDatasets([real, more], { without: ['a', 'nobody'] });
    expect(joined.classes).toEqual(['b', 'c', 'a + b']);
    expect(await listed(joined, 'train')).toEqual([
      [1, 2, 'c'],
      [1, 4, 'b'],
      [2, 1, 'c'],
      [2, 2, 'a + b'],
    ]);
  });

  it('reads rows in any order, also twice, as the data sets do', async () => {
    const joined = joinDatasets([real, more]);
    const { images, labels } = await joined.read([7, 0, 7, 4]);
    const parts = [await more.read([2]), await real.read([0]), await more.read([2]), await real.read([4])];
    expect([...images]).toEqual(parts.flatMap((part) => [...part.images]));
    expect([...labels]).toEqual([3, 0, 3, 1]);
  });

  it('tells what it is made of by its fingerprint', () => {
    const prints = [
      joinDatasets([real]),
      joinDatasets([real, more]),
      joinDatasets([more, real]),
      joinDatasets([real, more], { without: ['b'] }),
    ].map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(4);
    expect(joinDatasets([real, more]).fingerprint).toBe(prints[1]);
  });

  it('refuses nothing, other shapes and no class', () => {
    expect(() => joinDatasets([])).toThrow('joinDatasets: datasets: expected at least one, got none.');
    const wide = datasetOf({
      images: new Uint8Array(3),
      labels: new Int32Array(1),
      shape: [1, 1, 3, 1],
      classes: ['a'],
    });
    expect(() => joinDatasets([real, wide])).toThrow(
      'joinDatasets: datasets: expected images of one shape, got [1,2,1] and [1,3,1].',
    );
    expect(() => joinDatasets([real], { without: ['a', 'b', 'c'] })).toThrow(
      'joinDatasets: without: expected some class to be left, got none.',
    );
  });
});
