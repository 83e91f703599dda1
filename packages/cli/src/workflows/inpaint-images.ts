import {
  inpaint,
  inpaintByDescent,
  randomSquareMasks,
  type EncoderAndGenerator,
  type ImageArray,
  type Masks,
} from '@cvg/apps';
import { loadImages } from '@cvg/data';
import { besideEachOther } from './image-arrays.js';
import type { LabelledGrid } from './labelled-grid.js';
import type { LabelledImages } from './labelled-images.js';
import { similarityRow, type SimilarityRow } from './similarity.js';

export interface InpaintImagesOptions {
  /** Which pixels are missing: see `maskOfFile`. @default a square of 50/128 of the side, somewhere in each image */
  readonly masks?: Masks;
  /** How often Eq. 8 is applied. @default 10 */
  readonly iterations?: number;
  /** Steps of gradient descent on z, to compare with; 0: none. @default 0 */
  readonly descent?: number;
  /** Of the squares' positions. @default 0 */
  readonly seed?: number;
}

/** A figure of inpainting, and how near its columns come to the truth. */
export interface InpaintedImages extends LabelledGrid {
  /** Inside the holes, against the images before they were corrupted: what the networks saw, and each column after it. */
  readonly similarity: readonly SimilarityRow[];
}

/**
 * Inpainting (Section 5.4). A row has the image, what the networks saw of it, the image after each iteration of Eq. 8 as in Figure 7,
 * and, if asked for, what gradient descent on z made of it.
 * @param networks - E and G, of `encoderAndGenerator`.
 * @param shown - The images, and their classes.
 * @param options - The holes, and how to fill them.
 * @returns A row an image, and each stage by itself.
 */
export async function inpaintImages(
  networks: EncoderAndGenerator,
  { images, labels, names }: LabelledImages,
  { masks, iterations = 10, descent = 0, seed = 0 }: InpaintImagesOptions = {},
): Promise<InpaintedImages> {
  const [count, height, width] = images.shape;
  const holes = masks ?? randomSquareMasks({ count, height, width, seed });
  const { corrupted, stages } = await inpaint(networks, images, holes, { labels, iterations });
  const columns = new Map<string, ImageArray>([['hole', corrupted]]);
  for (const [index, stage] of stages.entries()) columns.set(String(index + 1), stage);
  if (descent > 0) {
    columns.set('descent', await inpaintByDescent(networks, images, holes, { labels, steps: descent }));
  }
  const blocks = [images, ...columns.values()];
  const grid = besideEachOther(blocks.map((block) => ({ images: block, columns: 1 })));
  return {
    ...grid,
    rowLabels: names,
    columnLabels: ['original', ...columns.keys()],
    similarity: [...columns].map(([name, column]) => similarityRow(name, column, images, holes)),
  };
}

/**
 * A mask out of an image file: what is not black is missing. It is cut and scaled as the images are.
 * @param file - An image file.
 * @param size - Side of the images, in pixels.
 * @returns One mask, `[1, size, size]`; 1 is missing.
 * @throws RangeError - The whole mask is black.
 */
export async function maskOfFile(file: string, size: number): Promise<Masks> {
  const { images } = await loadImages([file], { size, channels: 1, background: '#000000' });
  const data = Uint8Array.from(images, (value) => Number(value > 0));
  if (!data.includes(1)) {
    throw new RangeError(`${file}: the mask is black everywhere; white marks the pixels to be painted.`);
  }
  return { data, shape: [1, size, size] };
}
