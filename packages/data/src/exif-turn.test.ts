import { expect, it } from '@jest/globals';
import sharp from 'sharp';
import { decodePixels } from './decode-pixels.js';
import { ExifTurn } from './exif-turn.js';
import { fromPixels, type Rgb } from './__fixtures__/files.js';

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'convention: orientation %i takes a box where the decoder takes its pixels',
  async (orientation) => {
    // oracle: sharp's autoOrient. 5 x 3 pixels, of which 2 x 1 are white.
    const [x, y] = [1, 2];
    const rows = Array.from({ length: 3 }, (_, row) =>
      Array.from({ length: 5 }, (_, column): Rgb =>
        row === y && column >= x && column < x + 2 ? [255, 255, 255] : [0, 0, 0],
      ),
    );
    const bytes = await sharp(await fromPixels(rows).png().toBuffer())
      .withMetadata({ orientation })
      .png()
      .toBuffer();
    const turn = await ExifTurn.of(bytes);
    expect(turn.stored).toEqual({ width: 5, height: 3 });
    const shown = await decodePixels(bytes);
    const white = [...Array(15).keys()].filter((pixel) => shown.data[3 * pixel] === 255);
    const xs = white.map((pixel) => pixel % shown.width);
    const ys = white.map((pixel) => Math.floor(pixel / shown.width));
    expect(turn.box({ x, y, width: 2, height: 1 })).toEqual({
      ...{ x: Math.min(...xs), y: Math.min(...ys) },
      ...{ width: Math.max(...xs) - Math.min(...xs) + 1, height: Math.max(...ys) - Math.min(...ys) + 1 },
    });
    expect(white).toHaveLength(2);
  },
);
