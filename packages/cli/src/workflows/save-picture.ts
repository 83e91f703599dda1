import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { tileImages, type ImageArray } from '@cvg/apps';
import { encodePng } from '@cvg/report';
import sharp from 'sharp';
import { pictureScale } from './picture-scale.js';

/** Images in rows of `columns`. */
export interface Grid {
  readonly images: ImageArray;
  readonly columns: number;
  /** Columns of blank images, which hold others apart. @default none */
  readonly gaps?: readonly number[];
}

/** White pixels between the images and around them. */
const PADDING = 2;

/**
 * Writes a grid as a PNG file, and the folders it lies in.
 * @param file - Ends in `.png`.
 * @param grid - The images, and how many stand in a row.
 */
export async function savePicture(file: string, { images, columns }: Grid): Promise<void> {
  const picture = tileImages(images, { columns, padding: PADDING });
  const png = await encodePng(picture, { scale: pictureScale(images.shape[2]) });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, png);
}

/**
 * Reads what {@link savePicture} wrote, as bytes that became images in [-1, 1] again.
 * @param size - Side of the images in pixels.
 */
export async function readPicture(file: string, size: number): Promise<Grid> {
  const { channels: stored } = await sharp(file).metadata();
  const { data, info } = await sharp(file)
    .toColourspace(stored === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const scale = pictureScale(size);
  const countAlong = (extent: number): number => Math.floor((extent / scale - PADDING) / (size + PADDING));
  const [rows, columns, channels] = [countAlong(info.height), countAlong(info.width), info.channels];
  const images = new Float32Array(rows * columns * size * size * channels);
  let index = 0;
  for (let image = 0; image < rows * columns; image++) {
    const top = PADDING + Math.floor(image / columns) * (size + PADDING);
    const left = PADDING + (image % columns) * (size + PADDING);
    for (let y = top; y < top + size; y++) {
      const start = (y * scale * info.width + left * scale) * channels;
      for (let x = 0; x < size; x++) {
        for (let channel = 0; channel < channels; channel++) {
          images[index++] = (data[start + x * scale * channels + channel] ?? 0) / 127.5 - 1;
        }
      }
    }
  }
  return { images: { images, shape: [rows * columns, size, size, channels] }, columns };
}
