import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { isAnimation, saveAnimation } from './save-animation.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'cvg-animation-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Three rows of four even images of 32 x 32: row r, column c has the grey level 20 + 60 r + 15 c. */
const level = (row: number, column: number): number => 20 + 60 * row + 15 * column;
const grid = (channels: 1 | 3) => ({
  images: {
    images: Float32Array.from({ length: 12 * 1024 * channels }, (_, index) => {
      const image = Math.floor(index / (1024 * channels));
      return level(Math.floor(image / 4), image % 4) / 127.5 - 1;
    }),
    shape: [12, 32, 32, channels] as const,
  },
  columns: 4,
});

it.each([
  ['gif', 1],
  ['webp', 3],
] as const)(
  'goes to the last column and back, all rows at once (%s, %i channels)',
  async (format, channels) => {
    const file = join(folder, 'new', `way.${format}`);
    await saveAnimation(file, grid(channels));
    const side = 2 * (2 + 2 * 34); // three rows in two columns of tiles, doubled
    expect(await sharp(file, { animated: true }).metadata()).toMatchObject({
      ...{ format, width: side, pageHeight: side, pages: 6, loop: 0 },
      delay: [600, 80, 80, 600, 80, 80],
    });
    for (const [page, column] of [0, 1, 2, 3, 2, 1].entries()) {
      const { data, info } = await sharp(file, { page })
        .toColourspace('srgb')
        .raw()
        .toBuffer({ resolveWithObject: true });
      for (const row of [0, 1, 2]) {
        const [y, x] = [36 + 68 * Math.floor(row / 2), 36 + 68 * (row % 2)]; // the middle of the tile
        const pixel = data[(y * info.width + x) * info.channels] ?? NaN;
        expect(Math.abs(pixel - level(row, column))).toBeLessThanOrEqual(3); // WebP is lossy
      }
    }
  },
);

describe('isAnimation', () => {
  it.each([
    ['a.gif', true],
    ['a.WebP', true],
    ['a.png', false],
    ['gif', false],
  ])('%s: %s', (file, expected) => expect(isAnimation(file)).toBe(expected));
});
