import { morph, type EncoderAndGenerator, type ImageArray, type LatentPath, type Morph } from '@cvg/apps';
import { besideEachOther, sliceImages, joinImages, whiteImages } from './image-arrays.js';
import type { LabelledGrid } from './labelled-grid.js';
import type { LabelledImages } from './labelled-images.js';

export interface MorphImagesOptions {
  /** Images from one end to the other, both included. @default 8 */
  readonly steps?: number;
  /** @default 'linear' */
  readonly path?: LatentPath;
}

/** Pairs of images, and the ways between their reconstructions. */
export interface MorphedImages {
  readonly first: ImageArray;
  readonly second: ImageArray;
  readonly way: Morph;
  /** The class of each row, or both. */
  readonly rowLabels: readonly string[];
}

/**
 * Morphs between two images each (Section 5.3), of one class or from class to class.
 * @param networks - E and G, of `encoderAndGenerator`.
 * @param pairs - First and second image of each row, one after the other.
 * @param options - How many steps, and the path of z.
 * @returns The two ends and the way between them, a row a pair.
 */
export async function morphPairs(
  networks: EncoderAndGenerator,
  { images, labels, names }: LabelledImages,
  { steps = 8, path }: MorphImagesOptions = {},
): Promise<MorphedImages> {
  const rows = Array.from({ length: Math.floor(images.shape[0] / 2) }, (_, row) => 2 * row);
  const imagesAt = (places: readonly number[]): ImageArray =>
    joinImages(places.map((place) => sliceImages(images, place, place + 1)));
  const labelsAt = (places: readonly number[]): number[] | undefined =>
    labels && places.map((place) => labels[place] ?? -1);
  const seconds = rows.map((place) => place + 1);
  const [first, second] = [imagesAt(rows), imagesAt(seconds)];
  const way = await morph(networks, first, second, {
    ...{ labels: labelsAt(rows), secondLabels: labelsAt(seconds) },
    ...{ steps, path },
  });
  const rowLabels = rows.map((place) => {
    const [from = '', to = ''] = names.slice(place, place + 2);
    return from === to ? from : `${from} to ${to}`;
  });
  return { first, second, way, rowLabels };
}

/**
 * Morphs as a figure. A row has the first image, the way from its reconstruction to that of the second, and the second
 * image.
 * @param networks - E and G, of `encoderAndGenerator`.
 * @param pairs - First and second image of each row, one after the other.
 * @param options - How many steps, and the path of z.
 * @returns A row a pair.
 */
export async function morphImages(
  networks: EncoderAndGenerator,
  pairs: LabelledImages,
  options: MorphImagesOptions = {},
): Promise<LabelledGrid> {
  return morphFigure(await morphPairs(networks, pairs, options));
}

/**
 * The figure of {@link morphImages}, of a way that is known already.
 * @param morphed - Of {@link morphPairs}.
 * @returns A row a pair.
 */
export function morphFigure({ first, second, way, rowLabels }: MorphedImages): LabelledGrid {
  const gap = { images: whiteImages(first, way.rows), columns: 1 };
  const grid = besideEachOther([
    { images: first, columns: 1 },
    gap,
    { images: way, columns: way.columns },
    gap,
    { images: second, columns: 1 },
  ]);
  return {
    ...{ ...grid, gaps: [1, way.columns + 2], rowLabels },
    columnLabels: ['first', '', ...way.alphas.map(() => ''), '', 'second'],
  };
}
