import { attributeDirection, shiftAttribute, type EncoderAndGenerator } from '@cvg/apps';
import { besideEachOther, whiteImages } from './image-arrays.js';
import type { LabelledGrid } from './labelled-grid.js';
import type { LabelledImages } from './labelled-images.js';

export interface AttributeImagesOptions {
  /** Images that have the attribute. */
  readonly withIt: LabelledImages;
  /** Images that do not. */
  readonly without: LabelledImages;
  /** How far to go, a column each: 0 is the reconstruction, 1 the whole difference of the groups. @default [-1, -0.5, 0, 0.5, 1] */
  readonly strengths?: readonly number[];
}

/**
 * Gives images more or less of an attribute. A row has the image, and what it becomes by each strength.
 * @param networks - E and G, of `encoderAndGenerator`.
 * @param shown - The images to change, and their classes.
 * @param options - Two groups of images, and how far to go.
 * @returns A row an image.
 */
export async function attributeImages(
  networks: EncoderAndGenerator,
  { images, labels, names }: LabelledImages,
  { withIt, without, strengths = [-1, -0.5, 0, 0.5, 1] }: AttributeImagesOptions,
): Promise<LabelledGrid> {
  const direction = await attributeDirection(
    networks.encoder,
    { ...withIt.images, labels: withIt.labels },
    { ...without.images, labels: without.labels },
  );
  const shifted = await shiftAttribute(networks, images, direction, { labels, strengths });
  const grid = besideEachOther([
    { images, columns: 1 },
    { images: whiteImages(images, images.shape[0]), columns: 1 },
    { images: shifted, columns: shifted.columns },
  ]);
  return { ...grid, gaps: [1], rowLabels: names, columnLabels: ['original', '', ...strengths.map(String)] };
}
