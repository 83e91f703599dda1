import { expect, it } from '@jest/globals';
import { datasetOf } from '@cvg/data';
import { exampleImages, firstRows } from './real-images.js';

// Row r shows the grey level r. Classes 0, 1 and 2 have 4, 2 and 1 images; rows 2, 3 and 5 are held out.
const labels = Int32Array.of(0, 0, 0, 0, 1, 1, 2);
const data = datasetOf(
  { images: Uint8Array.from(labels.keys()), labels, shape: [7, 1, 1, 1], classes: ['a', 'b', 'c'] },
  { heldOut: [2, 3, 5] },
);

it('shows held-out images first, then others, then the same again', async () => {
  const { images, labels } = await exampleImages(data, [2, 0, 1], 3);
  expect(Array.from(images, (value) => Math.round((value + 1) * 127.5))).toEqual([6, 6, 6, 2, 3, 0, 5, 4, 5]);
  expect([...labels]).toEqual([2, 2, 2, 0, 0, 0, 1, 1, 1]);
});

it('judges held-out images only', () => {
  expect([...firstRows(data, 'held-out', 1)]).toEqual([2, 5]);
  expect([...firstRows(data, 'held-out', 9)]).toEqual([2, 3, 5]);
});
