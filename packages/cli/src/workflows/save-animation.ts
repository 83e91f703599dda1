import { mkdir } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { tileImages, type Picture } from '@cvg/apps';
import sharp from 'sharp';
import { joinImages, sliceImages } from './image-arrays.js';
import { pictureScale } from './picture-scale.js';
import type { Grid } from './save-picture.js';

/** Milliseconds that a frame is shown, and the two ends of the way. */
const [FRAME, END] = [80, 600];

/** Whether a file's name asks for an animation. */
export const isAnimation = (file: string): boolean => ['.gif', '.webp'].includes(extname(file).toLowerCase());

/**
 * Writes a grid as an animation that goes from the first column to the last and back, endlessly: GIF or WebP, by the file's name.
 * All rows move at once, tiled into a picture about as wide as high.
 * @param file - Ends in `.gif` or `.webp`.
 * @param grid - A column a frame.
 */
export async function saveAnimation(file: string, { images, columns }: Grid): Promise<void> {
  const rows = images.shape[0] / columns;
  const frames = Array.from({ length: columns }, (_, column) =>
    tileImages(
      joinImages(
        Array.from({ length: rows }, (_, row) => {
          const place = row * columns + column;
          return sliceImages(images, place, place + 1);
        }),
      ),
      { columns: Math.ceil(Math.sqrt(rows)) },
    ),
  );
  const order = [...frames, ...frames.slice(1, -1).reverse()];
  const { width, height } = order[0] ?? { width: 0, height: 0 };
  const scale = pictureScale(images.shape[2]);
  const data = Buffer.concat(await Promise.all(order.map((frame) => enlarged(frame, scale))));
  const raw = { width: width * scale, height: height * scale * order.length, channels: 3 } as const;
  const picture = sharp(data, { raw: { ...raw, pageHeight: height * scale } });
  const delay = order.map((_, index) => (index === 0 || index === columns - 1 ? END : FRAME));
  await mkdir(dirname(file), { recursive: true });
  const isGif = extname(file).toLowerCase() === '.gif';
  await (isGif ? picture.gif({ delay, loop: 0 }) : picture.webp({ delay, loop: 0, quality: 90 })).toFile(
    file,
  );
}

/** The bytes of a picture in colour, each pixel as a square. */
async function enlarged({ data, width, height, channels }: Picture, scale: number): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: channels === 1 ? 1 : 3 } })
    .resize(width * scale, height * scale, { kernel: 'nearest' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
}
