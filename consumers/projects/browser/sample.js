import { sampleGrid, tileImages } from '@cvg/apps';

/** Two samples of each class, and the size of the picture that shows them. */
export async function sample(generator) {
  const grid = await sampleGrid(generator, { columns: 2, seed: 7 });
  const { width, height } = tileImages(grid, { columns: grid.columns });
  return { images: Array.from(grid.images), picture: [width, height] };
}
