import { reconstruct, type EncoderAndGenerator } from '@cvg/apps';
import { besideEachOther } from './image-arrays.js';
import type { LabelledGrid } from './labelled-grid.js';
import type { LabelledImages } from './labelled-images.js';

/**
 * Images beside their reconstructions: original, reconstruction, original, reconstruction, ...
 * @param networks - E and G, of `encoderAndGenerator`.
 * @param shown - The images, and their classes.
 * @param pairs - Images of each class; a row has the pairs of one class.
 * @returns A row a class.
 */
export async function reconstructImages(
  networks: EncoderAndGenerator,
  { images, labels, names }: LabelledImages,
  pairs: number,
): Promise<LabelledGrid> {
  const drawn = await reconstruct(networks, images, { labels });
  const grid = besideEachOther([
    { images, columns: 1 },
    { images: drawn, columns: 1 },
  ]);
  return {
    images: grid.images,
    columns: 2 * pairs,
    rowLabels: names.filter((_, index) => index % pairs === 0),
    columnLabels: Array.from({ length: pairs }, () => ['original', 'again']).flat(),
  };
}
