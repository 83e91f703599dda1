import { morph, type EncoderAndGenerator, type LatentPath } from '@cvg/apps';
import { besideEachOther, sliceImages, joinImages, whiteImages } from './image-arrays.js';
import type { LabelledGrid } from './labelled-grid.js';
import type { LabelledImages } from './labelled-images.js';

export interface MorphImagesOptions {
  /** Images from one end to the other, both included. @default 8 */
  readonly steps?: number;
  /** @default 'linear' */
  readonly path?: LatentPath;
}

/**
 * Morphs between two images each (Section 5.3). A row has the first image, the way from its reconstruction to that of the second, and
 * the second image.
 * @param pairs - First and second image of each row, one after the other.
 */
export async function morphImages(
  networks: EncoderAndGenerator,
  pairs: LabelledImages,
  { steps = 8, path }: MorphImagesOptions = {},
): Promise<LabelledGrid> {
  const rows = Math.floor(pairs.images.shape[0] / 2);
  const everyOther = (offset: 0 | 1): LabelledImages['images'] =>
    joinImages(
      Array.from({ length: rows }, (_, row) =>
        sliceImages(pairs.images, 2 * row + offset, 2 * row + offset + 1),
      ),
    );
  const [first, second] = [everyOther(0), everyOther(1)];
  const labels = pairs.labels && Array.from(pairs.labels).filter((_, index) => index % 2 === 0);
  const way = await morph(networks, first, second, { labels, steps, path });
  const gap = { images: whiteImages(first, rows), columns: 1 };
  const grid = besideEachOther([
    { images: first, columns: 1 },
    gap,
    { images: way, columns: steps },
    gap,
    { images: second, columns: 1 },
  ]);
  return {
    ...grid,
    rowLabels: pairs.names.filter((_, index) => index % 2 === 0),
    columnLabels: ['first', '', ...way.alphas.map(() => ''), '', 'second'],
  };
}
