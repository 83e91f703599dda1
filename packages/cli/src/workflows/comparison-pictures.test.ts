import { expect, it } from '@jest/globals';
import { reconstruct, sampleGrid, type ImageArray } from '@cvg/apps';
import { datasetOf } from '@cvg/data';
import { useToyNetworks } from '../__fixtures__/toy-networks.js';
import { reconstructionsFigure, samplesFigure } from './comparison-pictures.js';
import { sliceImages } from './image-arrays.js';

const classes = ['a', 'b', 'c'];
// Row r is one grey level all over; two images a class, all held out.
const data = datasetOf(
  {
    images: Uint8Array.from({ length: 6 * 1024 }, (_, index) => 40 * Math.floor(index / 1024)),
    labels: Int32Array.of(0, 0, 1, 1, 2, 2),
    ...{ shape: [6, 32, 32, 1], classes },
  },
  { heldOut: [0, 1, 2, 3, 4, 5] },
);
const networks = useToyNetworks();
const at = (images: ImageArray, index: number) => sliceImages(images, index, index + 1).images;
const greyOf = (images: ImageArray, index: number) => Math.round((at(images, index)[0]! + 1) * 127.5);

it('has a column a class, two rows of real images and two of each method', async () => {
  const model = { ...networks(), classes };
  const { images, columns, rowLabels, columnLabels } = await samplesFigure(data, [{ label: 'm', model }]);
  expect([columns, images.shape[0], columnLabels, rowLabels]).toEqual([
    3,
    12,
    classes,
    ['real', '', 'm', ''],
  ]);
  const reals = [0, 1, 2, 3, 4, 5].map((index) => greyOf(images, index));
  expect(reals).toEqual([0, 80, 160, 40, 120, 200]);
  const grid = await sampleGrid(networks().generator, { columns: 2, seed: 0 }); // a row a class
  for (const [row, column] of [
    [0, 0],
    [0, 2],
    [1, 0],
    [1, 1],
  ] as const) {
    // prettier-ignore
    expect(at(images, 6 + 3 * row + column)).toEqual(at(grid, 2 * column + row));
  }
});

it('shows reconstructions of methods that have an encoder', async () => {
  const without = { label: 'none', model: { generator: networks().generator, encoder: undefined, classes } };
  const figure = await reconstructionsFigure(data, [
    { label: 'm', model: { ...networks(), classes } },
    without,
  ]);
  expect(figure).toMatchObject({ columns: 3, rowLabels: ['real', 'm'], columnLabels: classes });
  const originals = await data.read([0, 2, 4]);
  const again = await reconstruct(networks(), originals, { labels: [0, 1, 2] });
  expect(at(figure!.images, 1)).toEqual(at(originals, 1));
  expect(at(figure!.images, 5)).toEqual(at(again, 2));
  expect(await reconstructionsFigure(data, [without])).toBeUndefined();
});
