import { describe, expect, it } from '@jest/globals';
import { decodePixels } from './decode-pixels.js';
import { corners, fromPixels, plain, type Rgb } from './__fixtures__/files.js';

const red: Rgb = [255, 0, 0];
const white: Rgb = [255, 255, 255];

describe('decodePixels', () => {
  it('keeps the size and the pixels, rows from the top', async () => {
    const rows: Rgb[][] = [
      [red, white, red],
      [white, [1, 2, 3], white],
    ];
    expect(await decodePixels(await fromPixels(rows).png().toBuffer())).toEqual({
      data: Buffer.from(rows.flat(2)),
      width: 3,
      height: 2,
      channels: 3,
    });
  });

  it('turns as EXIF says', async () => {
    // Orientation 6: the first column of the shown image is the last row of the stored one.
    const stored = corners(1, [red, white, [0, 255, 0], [0, 0, 255]]);
    const shown = await decodePixels(await stored.png().withMetadata({ orientation: 6 }).toBuffer());
    expect([...shown.data]).toEqual([0, 255, 0, ...red, 0, 0, 255, ...white]);
  });

  it('makes grey of colour, and flattens what is transparent', async () => {
    const clear = await plain(red, 2, 1).ensureAlpha(0).png().toBuffer();
    const grey = await decodePixels(clear, { channels: 1, background: '#ffffff' });
    expect(grey).toEqual({ data: Buffer.from([255, 255]), width: 2, height: 1, channels: 1 });
  });

  it('says what is wrong with an image', async () => {
    const png = await plain(red, 40, 30).png().toBuffer();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>');
    await expect(decodePixels(svg, {}, 'a.svg')).rejects.toThrow(
      /^a\.svg: not-an-image: it begins with 3c737667/,
    );
    await expect(decodePixels(new Uint8Array())).rejects.toThrow('image: empty: the file has no bytes.');
    await expect(decodePixels(png, { maxPixels: 1199 })).rejects.toThrow(
      'image: too-large: 40 x 30 pixels, the limit is 1199.',
    );
    await expect(decodePixels(png.subarray(0, png.length - 30))).rejects.toMatchObject({ reason: 'damaged' });
    await expect(decodePixels(png, { maxPixels: 0 })).rejects.toThrow(/^decodePixels: maxPixels must be/);
  });
});
