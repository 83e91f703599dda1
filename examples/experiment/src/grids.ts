import type { Grid, LabelledGrid } from '@cvg/cli';

/** Images NHWC in host memory. */
export type Images = Grid['images'];

/** Some images out of many, in the order of their indices. */
export function pickImages({ images, shape }: Images, indices: readonly number[]): Images {
  const [, height, width, channels] = shape;
  const size = height * width * channels;
  const picked = new Float32Array(indices.length * size);
  for (const [place, index] of indices.entries()) {
    picked.set(images.subarray(index * size, (index + 1) * size), place * size);
  }
  return { images: picked, shape: [indices.length, height, width, channels] };
}

const rowsOf = ({ images, columns }: Grid): number[] => [...Array(images.shape[0] / columns).keys()];

/** One column of a grid, from top to bottom. */
export const columnOf = (grid: Grid, column: number): Images =>
  pickImages(
    grid.images,
    rowsOf(grid).map((row) => row * grid.columns + column),
  );

/** A grid of every n-th row, at most `limit` of them. */
export function everyNthRow(grid: LabelledGrid, n: number, limit: number): LabelledGrid {
  const rows = rowsOf(grid)
    .filter((row) => row % n === 0)
    .slice(0, limit);
  const indices = rows.flatMap((row) =>
    Array.from({ length: grid.columns }, (_, at) => row * grid.columns + at),
  );
  return {
    ...{ images: pickImages(grid.images, indices), columns: grid.columns },
    ...{ rowLabels: rows.map((row) => grid.rowLabels[row] ?? ''), columnLabels: grid.columnLabels },
  };
}
