import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { tileImages, type ImageArray } from '@cvg/apps';
import { encodePng } from '@cvg/report';

/** Images in rows of `columns`. */
export interface Grid {
  readonly images: ImageArray;
  readonly columns: number;
}

/** Images of this side and larger are shown pixel by pixel, smaller ones enlarged. */
const LARGE_ENOUGH = 64;

/** A grid as a PNG file. */
export async function pngOf({ images, columns }: Grid): Promise<Uint8Array> {
  const { data, width, height, channels } = tileImages(images, { columns });
  const scale = Math.max(1, Math.ceil(LARGE_ENOUGH / images.shape[2]));
  return encodePng({ data, width, height, channels: channels === 1 ? 1 : 3 }, { scale });
}

/** Writes a grid as a PNG file, and the folders it lies in. */
export async function savePicture(file: string, grid: Grid): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await pngOf(grid));
}
