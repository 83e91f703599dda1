import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { readPicture, savePicture } from './save-picture.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'cvg-picture-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([
  [32, 1, 2],
  [64, 3, 1],
])('reads the images of %i pixels and %i channels that it wrote', async (size, channels, scale) => {
  const bytes = Uint8Array.from(
    { length: 6 * size * size * channels },
    (_, index) => (index * 7 + (index >> 8)) % 256,
  );
  const images = {
    images: Float32Array.from(bytes, (byte) => byte / 127.5 - 1),
    shape: [6, size, size, channels] as const,
  };
  const file = join(folder, 'new', `${size}.png`);
  await savePicture(file, { images, columns: 3 });
  const { width, height } = await sharp(file).metadata();
  expect([width, height]).toEqual([scale * (2 + 3 * (size + 2)), scale * (2 + 2 * (size + 2))]);
  const again = await readPicture(file, size);
  expect([again.columns, again.images.shape]).toEqual([3, [6, size, size, channels]]);
  expect(Uint8Array.from(again.images.images, (value) => Math.round((value + 1) * 127.5))).toEqual(bytes);
});
