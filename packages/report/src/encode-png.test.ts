import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { encodePng } from './index.js';
import { pngSize } from './png-size.js';

/** Oracle: the decoder of libvips. */
async function decode(
  png: Uint8Array,
): Promise<{ bytes: number[]; width: number; height: number; channels: number }> {
  const image = sharp(png);
  const { channels } = await image.metadata();
  if (channels === 1) image.toColourspace('b-w'); // which would be made three channels
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  // Grey with opacity comes as colour with opacity.
  const kept = channels === 2 ? data.filter((_, index) => index % 4 === 0 || index % 4 === 3) : data;
  return { bytes: [...kept], width: info.width, height: info.height, channels };
}

const bytes = Array.from({ length: 256 * 3 }, (_, index) => (index * 89) % 256);

describe('encodePng', () => {
  it.each([1, 2, 3, 4])('keeps every pixel of %i channels', async (channels) => {
    const picture = { data: Uint8ClampedArray.from(bytes), width: 64, height: 12 / channels, channels };
    const { width, height } = picture;
    expect(await decode(await encodePng(picture))).toEqual({ bytes, width, height, channels });
  });
  it('makes squares of pixels', async () => {
    const data = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const { bytes: large, ...size } = await decode(
      await encodePng({ data, width: 2, height: 2, channels: 3 }, { scale: 3 }),
    );
    expect(size).toEqual({ width: 6, height: 6, channels: 3 });
    const pixel = (y: number, x: number): number[] => large.slice((y * 6 + x) * 3, (y * 6 + x) * 3 + 3);
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 6; x++) {
        const source = (Math.floor(y / 3) * 2 + Math.floor(x / 3)) * 3;
        expect(pixel(y, x)).toEqual([...data.subarray(source, source + 3)]);
      }
    }
  });
  it('says what is wrong', async () => {
    const one = { data: new Uint8Array(4), width: 2, height: 2, channels: 1 };
    await expect(encodePng({ ...one, channels: 5 })).rejects.toThrow(
      'encodePng: channels must be 1, 2, 3 or 4, got 5.',
    );
    await expect(encodePng({ ...one, width: 0 })).rejects.toThrow(
      'encodePng: width must be an integer >= 1, got 0.',
    );
    await expect(encodePng({ ...one, height: 1.5 })).rejects.toThrow(
      'encodePng: height must be an integer >= 1',
    );
    await expect(encodePng(one, { scale: 0.5 })).rejects.toThrow(
      'encodePng: scale must be an integer >= 1, got 0.5.',
    );
    await expect(encodePng({ ...one, channels: 3 })).rejects.toThrow(
      'encodePng: data: 2x2x3 needs 12 bytes, got 4.',
    );
  });
});

describe('pngSize', () => {
  it('reads what the encoder was given', async () => {
    const png = await encodePng({ data: new Uint8Array(300 * 7), width: 300, height: 7, channels: 1 });
    expect(pngSize(png)).toEqual({ width: 300, height: 7 });
    const padded = new Uint8Array(png.length + 5);
    padded.set(png, 5);
    expect(pngSize(padded.subarray(5))).toEqual({ width: 300, height: 7 });
  });
  it('knows other files', async () => {
    const jpeg = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    expect(pngSize(jpeg)).toBeUndefined();
    expect(pngSize(new Uint8Array())).toBeUndefined();
  });
});
