import { inpaint, randomSquareMasks, type EncoderAndGenerator, type Masks } from '@cvg/apps';
import { loadImages } from '@cvg/data';
import { besideEachOther } from './image-arrays.js';
import type { LabelledGrid } from './labelled-grid.js';
import type { LabelledImages } from './labelled-images.js';

export interface InpaintImagesOptions {
  /** Which pixels are missing: see `maskOfFile`. @default a square of 50/128 of the side, somewhere in each image */
  readonly masks?: Masks;
  /** How often Eq. 8 is applied. @default 10 */
  readonly iterations?: number;
  /** Of the squares' positions. @default 0 */
  readonly seed?: number;
}

/** Iterations that are shown, besides the last one. */
const SHOWN = [1, 2, 5];

/** Inpainting (Section 5.4). A row has the image, what the networks saw of it, and the image after some iterations of Eq. 8. */
export async function inpaintImages(
  networks: EncoderAndGenerator,
  { images, labels, names }: LabelledImages,
  { masks, iterations = 10, seed = 0 }: InpaintImagesOptions = {},
): Promise<LabelledGrid> {
  const [count, height, width] = images.shape;
  const holes = masks ?? randomSquareMasks({ count, height, width, seed });
  const { corrupted, iterations: stages } = await inpaint(networks, images, holes, { labels, iterations });
  const shown = [...SHOWN.filter((iteration) => iteration < iterations), iterations];
  const blocks = [images, corrupted, ...shown.flatMap((iteration) => stages[iteration - 1] ?? [])];
  const grid = besideEachOther(blocks.map((block) => ({ images: block, columns: 1 })));
  return { ...grid, rowLabels: names, columnLabels: ['original', 'hole', ...shown.map(String)] };
}

/**
 * A mask out of an image file: what is not black is missing. It is cut and scaled as the images are.
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
