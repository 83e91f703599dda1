import { tileImages } from '@cvg/apps';
import type { Picture } from '@cvg/report';
import type { Grid } from './save-picture.js';

/** A grid in one picture as `tileImages` draws it, with one more channel: opacity, 0 between the images and in columns that are gaps. */
export function transparentGaps({ images, columns, gaps = [] }: Grid): Picture {
  const { data, width, height, channels } = tileImages(images, { columns });
  const [count, tileHeight, tileWidth] = images.shape;
  const size = tileHeight * tileWidth;
  const shown = new Float32Array(count * size).fill(1);
  for (let image = 0; image < count; image++) {
    if (gaps.includes(image % columns)) shown.fill(-1, image * size, (image + 1) * size);
  }
  const shape = [count, tileHeight, tileWidth, 1] as const;
  const opacity = tileImages({ images: shown, shape }, { columns, background: 0 }).data;
  const result = new Uint8Array(width * height * (channels + 1));
  for (const [pixel, value] of opacity.entries()) {
    result.set(data.subarray(pixel * channels, (pixel + 1) * channels), pixel * (channels + 1));
    result[pixel * (channels + 1) + channels] = value;
  }
  return { data: result, width, height, channels: channels + 1 };
}
