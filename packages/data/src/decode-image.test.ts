import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { decodeImage, type DecodeOptions } from './decode-image.js';
import { ImageRejectedError } from './errors.js';
import { corners, fromPixels, plain, type Rgb } from './__fixtures__/files.js';

const RED: Rgb = [255, 0, 0];
const GREEN: Rgb = [0, 255, 0];
const BLUE: Rgb = [0, 0, 255];
const WHITE: Rgb = [255, 255, 255];

/** The colour at a place of a decoded image. */
const at = (pixels: Uint8Array, size: number, x: number, y: number): number[] => [
  ...pixels.subarray((y * size + x) * 3, (y * size + x) * 3 + 3),
];
/** The colours of the four quarters: top left, top right, bottom left, bottom right. */
const quarters = (pixels: Uint8Array, size: number): number[][] =>
  [
    [1, 1],
    [3, 1],
    [1, 3],
    [3, 3],
  ].map(([x = 0, y = 0]) => at(pixels, size, Math.floor((x * size) / 4), Math.floor((y * size) / 4)));

/** Decodes to 8 pixels; the filter reaches over the edges between two colours, a level or two. */
async function expectQuarters(bytes: Uint8Array, expected: readonly Rgb[], atol = 2): Promise<void> {
  expect(quarters(await decode(bytes), 8).flat()).toBeAllClose(expected.flat(), { atol });
}

/** The largest difference of any channel of any pixel to a colour. */
const distance = (pixels: Uint8Array, color: readonly number[]): number =>
  pixels.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (color[index % color.length] ?? 0))),
    0,
  );

const decode = (bytes: Uint8Array, options: Partial<DecodeOptions> = {}): Promise<Uint8Array> =>
  decodeImage(bytes, { size: 8, ...options });

describe('decodeImage: geometry', () => {
  const four = [RED, GREEN, BLUE, WHITE] as const;

  it('convention: rows from the top, pixels from the left, channels red, green, blue', async () => {
    const pixels: Rgb[][] = [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [
        [7, 8, 9],
        [10, 11, 12],
      ],
    ];
    const png = await fromPixels(pixels).png().toBuffer();
    expect([...(await decode(png, { size: 2 }))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('scales the shorter side and keeps the centre', async () => {
    // 16 wide, 8 high: four columns of 4 pixels; the middle two are what remains.
    const row = [RED, GREEN, BLUE, WHITE].flatMap((color) => Array<Rgb>(4).fill(color));
    const wide = await fromPixels(Array.from({ length: 8 }, () => row))
      .png()
      .toBuffer();
    await expectQuarters(wide, [GREEN, BLUE, GREEN, BLUE]);
    await expectQuarters(await sharp(wide).rotate(90).png().toBuffer(), [GREEN, GREEN, BLUE, BLUE]);
    const large = sharp(wide).resize(160, 80, { kernel: 'nearest' });
    await expectQuarters(await large.png().toBuffer(), [GREEN, BLUE, GREEN, BLUE]);
  });

  it('antialiases when it shrinks: a fine chessboard becomes grey', async () => {
    const board = Array.from({ length: 64 }, (_, y) =>
      Array.from({ length: 64 }, (_, x): Rgb => ((x + y) % 2 ? WHITE : [0, 0, 0])),
    );
    const pixels = await decode(await fromPixels(board).png().toBuffer());
    expect(distance(pixels, [127.5])).toBeLessThan(2);
  });

  // What a camera means by each EXIF value: where the corners of the stored image belong.
  it.each([
    [1, [RED, GREEN, BLUE, WHITE]],
    [2, [GREEN, RED, WHITE, BLUE]],
    [3, [WHITE, BLUE, GREEN, RED]],
    [4, [BLUE, WHITE, RED, GREEN]],
    [5, [RED, BLUE, GREEN, WHITE]],
    [6, [BLUE, RED, WHITE, GREEN]],
    [7, [WHITE, GREEN, BLUE, RED]],
    [8, [GREEN, WHITE, RED, BLUE]],
  ])('turns as EXIF orientation %i says', async (orientation, expected) => {
    const stored = await corners(16, four)
      .withMetadata({ orientation })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    await expectQuarters(stored, expected, 4);
  });

  it('crops an image that EXIF turns after turning it', async () => {
    // Stored 32 x 16, shown 16 x 32: the middle of the shown image is the middle columns of the stored one.
    const row = [RED, GREEN, BLUE, WHITE].flatMap((color) => Array<Rgb>(8).fill(color));
    const stored = fromPixels(Array.from({ length: 16 }, () => row)).withMetadata({ orientation: 6 });
    await expectQuarters(await stored.png().toBuffer(), [GREEN, GREEN, BLUE, BLUE]);
  });
});

describe('decodeImage: colour', () => {
  const brown: Rgb = [150, 120, 90];

  it.each(['png', 'webp', 'tiff', 'gif', 'jpeg', 'avif'] as const)('reads %s', async (format) => {
    const image = plain(brown, 40, 24);
    const bytes = await (
      format === 'webp' ? image.webp({ lossless: true }) : image.toFormat(format)
    ).toBuffer();
    expect(distance(await decode(bytes), brown)).toBeLessThanOrEqual(
      format === 'jpeg' || format === 'avif' ? 3 : 1,
    );
  });

  it('reads 16-bit images: the high byte', async () => {
    const values = Uint16Array.from({ length: 12 }, (_, index) => 257 * [10, 100, 200][index % 3]!);
    const deep = await sharp(values, { raw: { width: 2, height: 2, channels: 3, depth: 'ushort' } as never })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(distance(await decode(deep), [10, 100, 200])).toBe(0);
  });

  it('reads grey images as three equal channels, 8 and 16 bit', async () => {
    const grey = await plain([77, 77, 77]).toColourspace('b-w').png().toBuffer();
    expect((await sharp(grey).metadata()).channels).toBe(1);
    expect(distance(await decode(grey), [77])).toBe(0);
    const deep = await plain([77, 77, 77]).toColourspace('grey16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(distance(await decode(deep), [77])).toBeLessThanOrEqual(1);
  });

  it('reads CMYK', async () => {
    const cmyk = await plain(brown, 40).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    expect(distance(await decode(cmyk), brown)).toBeLessThanOrEqual(10); // there and back through a printer's profile
  });

  it('reads palettes', async () => {
    const png = await corners(8, [RED, GREEN, BLUE, WHITE]).png({ palette: true, colours: 4 }).toBuffer();
    expect((await sharp(png).metadata()).isPalette).toBe(true);
    await expectQuarters(png, [RED, GREEN, BLUE, WHITE]);
  });

  it('flattens transparent pixels over the background, white by default', async () => {
    const half = sharp({
      create: { width: 8, height: 8, channels: 4, background: { r: 200, g: 100, b: 0, alpha: 0.5 } },
    });
    const png = await half.png().toBuffer();
    // 0.5 is stored as 128 / 255.
    const over = (background: Rgb): number[] =>
      [200, 100, 0].map((c, i) => (128 * c + 127 * background[i]!) / 255);
    expect(distance(await decode(png), over(WHITE))).toBeLessThanOrEqual(1);
    expect(distance(await decode(png, { background: '#00f' }), over(BLUE))).toBeLessThanOrEqual(1);
    const clear = sharp({
      create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    });
    const greyAlpha = await clear.toColourspace('b-w').png().toBuffer();
    expect((await sharp(greyAlpha).metadata()).channels).toBe(2);
    expect(distance(await decode(greyAlpha, { background: 'red' }), RED)).toBe(0);
    const deep = await clear.toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(distance(await decode(deep, { background: '#102030' }), [16, 32, 48])).toBeLessThanOrEqual(1);
  });

  it.each(['gif', 'webp'] as const)('takes the first frame of an animated %s', async (format) => {
    const frames = await Promise.all([RED, GREEN, BLUE].map((color) => plain(color, 16).png().toBuffer()));
    const animation = sharp(frames, { join: { animated: true } });
    const bytes = await (format === 'gif' ? animation.gif() : animation.webp({ lossless: true })).toBuffer();
    expect((await sharp(bytes).metadata()).pages).toBe(3);
    expect(distance(await decode(bytes), RED)).toBeLessThanOrEqual(1);
  });

  it('makes one channel: the luminance', async () => {
    expect(await decode(await plain([77, 77, 77]).png().toBuffer(), { channels: 1 })).toEqual(
      new Uint8Array(64).fill(77),
    );
    const green = await decode(await plain(GREEN).png().toBuffer(), { channels: 1 });
    // Rec. 709: 0.7152 of linear light, on the sRGB curve.
    expect(distance(green, [255 * (1.055 * 0.7152 ** (1 / 2.4) - 0.055)])).toBeLessThan(1.5);
  });
});

describe('decodeImage: what it refuses', () => {
  const reason = async (bytes: Uint8Array, options: Partial<DecodeOptions> = {}): Promise<string> => {
    const error: unknown = await decode(bytes, options).catch((thrown: unknown) => thrown);
    if (!ImageRejectedError.isInstance(error)) throw new Error(`not refused: ${String(error)}`);
    return `${error.reason}: ${error.detail}`;
  };

  it('files without bytes', async () => {
    expect(await reason(new Uint8Array())).toBe('empty: the file has no bytes');
  });

  it.each([
    ['text', 'hello, world'],
    ['vector graphics', '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'],
    ['PDF', '%PDF-1.7'],
  ])('%s', async (_, text) => {
    expect(await reason(Buffer.from(text))).toMatch(
      /^not-an-image: it begins with [0-9a-f]{16}, like no supported image format$/,
    );
  });

  const noise = sharp(
    Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i * 31) % 251),
    {
      raw: { width: 64, height: 64, channels: 3 },
    },
  );
  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)('truncated %s', async (format) => {
    const bytes = await noise.clone().toFormat(format).toBuffer();
    for (const share of [0.3, 0.8]) {
      expect(await reason(bytes.subarray(0, Math.floor(bytes.length * share)))).toBe(
        `damaged: the ${format} content is corrupt, truncated or of a kind that cannot be decoded`,
      );
    }
  });

  it('damaged content behind a good header', async () => {
    const bytes = await noise.clone().png().toBuffer();
    const middle = Math.floor(bytes.length / 2);
    bytes.fill(0x55, middle, middle + 100);
    expect(await reason(bytes)).toMatch(/^damaged: ./);
  });

  it('more pixels than allowed, before they are unpacked', async () => {
    const bomb = await plain([0, 0, 0], 9000).png().toBuffer();
    expect(await reason(bomb)).toBe('too-large: 9000 x 9000 pixels, the limit is 67108864');
    const small = await plain([0, 0, 0], 10).png().toBuffer();
    expect(await reason(small, { maxPixels: 99 })).toBe('too-large: 10 x 10 pixels, the limit is 99');
    expect(await decode(small, { maxPixels: 100 })).toHaveLength(192);
  });

  it('options that make no sense', async () => {
    const png = await plain(RED).png().toBuffer();
    await expect(decode(png, { size: 0 })).rejects.toThrow(
      'decodeImage: size must be an integer from 1 to 4096, got 0.',
    );
    await expect(decode(png, { channels: 2 as 1 })).rejects.toThrow(
      'decodeImage: channels must be one of 1, 3, got 2.',
    );
    await expect(decode(png, { background: 'no colour' })).rejects.toThrow(
      "decodeImage: background must be a colour, got 'no colour'.",
    );
    await expect(decode(png, { maxPixels: 0 })).rejects.toThrow(
      'decodeImage: maxPixels must be an integer from 1',
    );
  });
});
