import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { FaceLandmarks } from './canonical-face.js';
import { detectDataset } from './detect-dataset.js';
import type { Box, ImageListing, ImageRecord, Mask } from './image-record.js';
import { openPreparedData } from './open-prepared-data.js';
import { prepareRecords, type PrepareRecordsOptions } from './prepare-records.js';
import { readDataset } from './read-dataset.js';
import { fromPixels, plain, temporaryFolder, writeFiles, type Rgb } from './__fixtures__/files.js';

const root = temporaryFolder();

/** 8 x 4 pixels, each of its own colour: red says the column, green the row. */
const pixelAt = (x: number, y: number): Rgb => [10 * x, 10 * y, 200];
const rowsOf = (width: number, height: number, color: (x: number, y: number) => Rgb): Rgb[][] =>
  Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => color(x, y)));
const photo = fromPixels(rowsOf(8, 4, pixelAt));

const listing = (records: readonly ImageRecord[], classes = ['a']): ImageListing => ({
  ...{ root, layout: 'made-by-hand', records, classes, rejected: [] },
});
const record = (more: Partial<ImageRecord> = {}): ImageRecord => ({
  file: 'photo.png',
  className: 'a',
  ...more,
});
let folders = 0;
const nextFolder = (): string => join(temporaryFolder(), `prepared-${folders++}`);
const prepare = async (
  records: readonly ImageRecord[],
  options: Partial<PrepareRecordsOptions> = {},
): Promise<{ manifest: Awaited<ReturnType<typeof prepareRecords>>; pixels: number[] }> => {
  const to = nextFolder();
  const manifest = await prepareRecords(listing(records), to, { size: 2, ...options });
  return { manifest, pixels: [...readFileSync(join(to, 'images.npy')).subarray(128)] };
};
/** The pixels of some places of the photo, row by row. */
const places = (...xy: readonly (readonly [number, number])[]): number[] =>
  xy.flatMap(([x, y]) => [...pixelAt(x, y)]);

beforeAll(async () => {
  writeFiles(root, {
    'photo.png': await photo.clone().png().toBuffer(),
    'copy.png': await photo.clone().png().toBuffer(),
    'turned.png': await photo.clone().withMetadata({ orientation: 6 }).png().toBuffer(),
    'plain.png': await plain([1, 2, 3]).png().toBuffer(),
    'empty-mask.png': await plain([0, 0, 0]).png().toBuffer(),
    'text.png': 'no image',
  });
});

describe('the box of a record', () => {
  const box: Box = { x: 3, y: 1, width: 2, height: 2 };

  it('convention: x goes right, y down, both from 0; the box ends before x + width', async () => {
    const { pixels } = await prepare([record({ box })], { crop: 'box' });
    expect(pixels).toEqual(places([3, 1], [4, 1], [3, 2], [4, 2]));
    expect(pixels).not.toEqual(places([1, 3], [2, 3], [1, 2], [2, 2])); // y, x
    expect(pixels).not.toEqual(places([2, 0], [3, 0], [2, 1], [3, 1])); // from 1
  });

  it('convention: it is of the stored photo; the crop is turned as EXIF says', async () => {
    const { pixels } = await prepare([record({ file: 'turned.png', box })], { crop: 'box' });
    expect(pixels).toEqual(places([3, 2], [3, 1], [4, 2], [4, 1])); // orientation 6: a quarter clockwise
  });

  it('takes every pixel it touches, and is cut at the border', async () => {
    const touched: Box = { x: 6.5, y: -3, width: 100, height: 4.25 };
    const { pixels } = await prepare([record({ box: touched })], { crop: 'box' });
    expect(pixels).toEqual(places([6, 0], [7, 0], [6, 1], [7, 1]));
  });

  it('is stretched to the square', async () => {
    const { pixels } = await prepare([record({ box: { x: 2, y: 0, width: 2, height: 4 } })], { crop: 'box' });
    const [left, right, top, bottom] = [pixels[0], pixels[3], pixels[1], pixels[7]];
    expect([left, right]).toEqual([20, 30]); // the columns as they are, two rows for one
    expect(top).toBeLessThan(8); // of 0 and 10; a square would be of the rows 10 and 20
    expect(bottom).toBeGreaterThan(22); // of 20 and 30
  });

  it('lists photos without one, and with one outside', async () => {
    const outside: Box = { x: 8, y: 0, width: 2, height: 2 };
    const records = [
      record({ box }),
      record({ file: 'copy.png' }),
      record({ file: 'turned.png', box: outside }),
    ];
    const { manifest } = await prepare(records, { crop: 'box' });
    expect(manifest.rejected).toEqual([
      { file: 'copy.png', reason: 'no-box', detail: 'the data set gives it no box' },
      {
        ...{ file: 'turned.png', reason: 'no-box' },
        detail: 'its box (x 8, y 0, 2 x 2) has no pixel in the image of 8 x 4',
      },
    ]);
  });
});

describe('the mask of a record', () => {
  const dark: Rgb = [128, 0, 0];
  const inside = (x: number, y: number): boolean => x >= 2 && x < 4 && y >= 1 && y < 3;
  const maskOf = async (name: string, width: number, height: number, shows: typeof inside): Promise<Mask> => {
    const pixels = rowsOf(width, height, (x, y) => (shows(x, y) ? dark : [0, 128, 0]));
    writeFiles(root, { [name]: await fromPixels(pixels).png({ palette: true }).toBuffer() });
    return { file: name, marks: 'object', color: dark };
  };

  it('gives the tight rectangle, and is used unless something else is asked for', async () => {
    const mask = await maskOf('mask.png', 8, 4, inside);
    const { manifest, pixels } = await prepare([record({ mask })]);
    expect(pixels).toEqual(places([2, 1], [3, 1], [2, 2], [3, 2]));
    expect(manifest.source).toMatchObject({
      kind: 'records',
      layout: 'made-by-hand',
      options: { crop: 'mask' },
    });
  });

  it('convention: a mask of another size covers the whole photo, each side scaled by itself', async () => {
    // 16 x 16 for 8 x 4: the columns are halved, the rows quartered
    const square = (x: number, y: number): boolean => x >= 4 && x < 8 && y >= 4 && y < 12;
    const mask = await maskOf('square.png', 16, 16, square);
    const { pixels } = await prepare([record({ mask })]);
    expect(pixels).toEqual(places([2, 1], [3, 1], [2, 2], [3, 2]));
  });

  it('scales an edge to a whole pixel without touching the next', async () => {
    // oracle: 500 / 150 takes the columns 1 to 11 to 3.33 to 40: the photo is white from 3 to 39. In floating point 40 is 40.00..01
    const white = (x: number): Rgb => (x >= 3 && x < 40 ? [255, 255, 255] : [0, 0, 0]);
    writeFiles(root, {
      'wide.png': await fromPixels(rowsOf(500, 3, white))
        .png()
        .toBuffer(),
    });
    const mask = await maskOf('wide-mask.png', 150, 150, (x) => x >= 1 && x < 12);
    const { pixels } = await prepare([record({ file: 'wide.png', mask })], { size: 37 });
    expect(pixels).toEqual(Array<number>(37 * 37 * 3).fill(255));
  });

  it('knows the background by its colour, in a JPEG to the two pixels that share their colour', async () => {
    const flower = (x: number, y: number): boolean => x >= 21 && x < 37 && y >= 9 && y < 25;
    const mask: Mask = { file: 'segmim.jpg', marks: 'background', color: [0, 0, 254] };
    const yellowOnBlue = rowsOf(64, 32, (x, y) => (flower(x, y) ? [250, 240, 40] : [0, 0, 254]));
    const slopes = (x: number, y: number): Rgb => [4 * x, 8 * y, 0];
    writeFiles(root, {
      'segmim.jpg': await fromPixels(yellowOnBlue).jpeg({ quality: 75 }).toBuffer(),
      'slopes.png': await fromPixels(rowsOf(64, 32, slopes))
        .png()
        .toBuffer(),
    });
    const { pixels } = await prepare([record({ file: 'slopes.png', mask })], { size: 16 });
    const tight = rowsOf(16, 16, (x, y) => slopes(x + 21, y + 9)).flat(2);
    expect(
      Math.max(...pixels.map((value, index) => Math.abs(value - (tight[index] ?? NaN)))),
    ).toBeLessThanOrEqual(2 * 8);
  });

  it('lists photos whose mask is missing, unusable or empty', async () => {
    const good = await maskOf('mask.png', 8, 4, inside);
    const bad = (file: string): Mask => ({ ...good, file });
    const { manifest } = await prepare([
      record({ mask: good }),
      record({ file: 'copy.png' }),
      record({ file: 'plain.png', mask: bad('none.png') }),
      record({ file: 'turned.png', mask: bad('text.png') }),
      record({ file: 'wide.png', mask: bad('empty-mask.png') }),
    ]);
    expect(manifest.rejected.map(({ file, reason, detail }) => `${file} ${reason}: ${detail}`)).toEqual([
      'copy.png no-mask: the data set gives it no mask',
      'plain.png no-mask: none.png: ENOENT: no such file or directory',
      'turned.png no-mask: text.png: it begins with 6e6f20696d616765, like no supported image format',
      'wide.png no-mask: empty-mask.png: no pixel shows the object',
    ]);
  });
});

describe('prepareRecords', () => {
  it('crops the centre without masks, or stretches the whole photo', async () => {
    const center = await prepare([record({ file: 'plain.png' }), record()], { size: 4 });
    expect(center.pixels.slice(48)).toEqual(rowsOf(4, 4, (x, y) => pixelAt(x + 2, y)).flat(2));
    const whole = await prepare([record()], { size: 4, crop: 'whole' });
    const columns = whole.pixels.filter((_, index) => index % 3 === 0).slice(0, 4);
    const rows = whole.pixels.filter((_, index) => index % 12 === 1);
    expect(rows).toEqual([0, 10, 20, 30]); // nothing above or below is cut off
    expect(columns[0]).toBeLessThan(10); // of 0 to 70: the left border is there
    expect(columns[3]).toBeGreaterThan(60);
  });

  it('holds out what the data set does, and reports files of one content', async () => {
    const { manifest } = await prepare([
      record({ split: 'train' }),
      record({ file: 'copy.png', split: 'held-out' }),
      record({ file: 'plain.png', split: 'held-out' }),
      record(), // another object in the first photo, of which the split says nothing
    ]);
    expect(manifest.split).toEqual({ method: 'official', heldOut: [1, 2] });
    expect(manifest.source).toMatchObject({
      files: ['photo.png', 'copy.png', 'plain.png', 'photo.png'],
      duplicates: [['photo.png', 'copy.png']],
    });
  });

  it('draws a split where the data set has none, and the folder opens', async () => {
    const to = nextFolder();
    const records = ['photo.png', 'copy.png', 'plain.png', 'text.png'].map((file) => record({ file }));
    const manifest = await prepareRecords(listing(records, ['a', 'b']), to, {
      size: 2,
      heldOutFraction: 0.3,
    });
    expect(manifest).toMatchObject({
      ...{ classes: ['a'], emptyClasses: ['b'], split: { method: 'stratified', heldOutFraction: 0.3 } },
      rejected: [{ file: 'text.png', reason: 'not-an-image' }],
    });
    const data = await openPreparedData(to, { verify: true });
    expect(data.manifest).toEqual(JSON.parse(JSON.stringify(manifest)));
    expect(data.labelCounts('held-out')).toEqual(Int32Array.of(1));
    await data.close();
  });

  it('refuses records that lead out, unknown classes and coordinates that are no numbers', async () => {
    const to = nextFolder();
    const error = (wrong: Partial<ImageRecord>): Promise<unknown> =>
      prepareRecords(listing([record(), record(wrong)]), to, { size: 2 }).catch(String);
    const mask: Mask = { file: '/etc/passwd', marks: 'object', color: [0, 0, 0] };
    const start = 'DataError: prepareRecords: records[1]';
    const outside = "expected a path inside the data set's folder, got";
    expect(await error({ file: '../photo.png' })).toBe(`${start}: ${outside} '../photo.png'.`);
    expect(await error({ mask })).toBe(`${start}: ${outside} '/etc/passwd'.`);
    expect(await error({ className: 'b' })).toBe(
      `${start}: has the class 'b', which is none of the listing's.`,
    );
    expect(await error({ box: { x: 0, y: NaN, width: 1, height: 1 } })).toBe(
      `${start}: photo.png has a coordinate that is not finite: NaN.`,
    );
    const landmarks = [...[0, 1, 2, 3].map((x) => [x, x]), [Infinity, 3]] as unknown as FaceLandmarks;
    expect(await error({ landmarks })).toBe(
      `${start}: photo.png has a coordinate that is not finite: Infinity.`,
    );
    expect(readdirSync(join(to, '..'))).toEqual([]);
    expect(await error({ file: 'deep/../../photo.png' })).toBe(
      `${start}: ${outside} 'deep/../../photo.png'.`,
    );
  });

  it('takes whatever name a folder may have', async () => {
    const folder = temporaryFolder();
    const image = await plain([1, 2, 3]).png().toBuffer();
    const names = ['..a/1..png', 'C: 猫/ねこ.png', 'a\\b/c\\..\\d.png', 'A/1.png', 'a/1.png'];
    writeFiles(folder, Object.fromEntries(names.map((name) => [name, image])));
    const listed = await readDataset('class-folders', folder);
    const { source, rejected } = await prepareRecords(listed, nextFolder(), { size: 2 });
    expect(rejected).toEqual([]);
    expect([...source.files].sort()).toEqual(names.sort().filter((name) => !name.startsWith('.')));
  });

  it('checks its options before it reads', async () => {
    const error = (options: object): Promise<unknown> =>
      prepareRecords(listing([record()]), nextFolder(), { size: 2, ...options }).catch(String);
    expect(await error({ crop: 'nose' })).toBe(
      'RangeError: prepareRecords: crop must be one of center, whole, box, mask, face, got nose.',
    );
    expect(await error({ minImages: 0 })).toMatch('prepareRecords: minImages must be an integer from 1');
    expect(await error({ maxPerClass: 1.5 })).toMatch(
      'prepareRecords: maxPerClass must be an integer from 1',
    );
    await expect(prepareRecords(listing([record()]), join(root, 'inside'), { size: 2 })).rejects.toThrow(
      `lies inside ${root}`,
    );
  });
});

describe('a data set on the disk', () => {
  it('goes from its folder to a prepared one', async () => {
    const birds = join(temporaryFolder(), 'CUB_200_2011');
    const png = await sharp(await photo.clone().png().toBuffer())
      .png()
      .toBuffer();
    writeFiles(birds, {
      'classes.txt': '1 001.Auk\n2 002.Wren\n',
      'images.txt': '1 001.Auk/1.png\n2 001.Auk/2.png\n3 002.Wren/1.png\n4 002.Wren/2.png\n',
      'image_class_labels.txt': '1 1\n2 1\n3 2\n4 2\n',
      'train_test_split.txt': '1 0\n2 1\n3 1\n4 0\n',
      'bounding_boxes.txt': '1 3.0 1.0 2.0 2.0\n2 0.0 0.0 2.0 2.0\n3 3.0 1.0 2.0 2.0\n4 0.0 0.0 2.0 2.0\n',
      'images/001.Auk/1.png': png,
      'images/001.Auk/2.png': png,
      'images/002.Wren/1.png': png,
    });
    mkdirSync(join(birds, 'parts'));
    const found = await detectDataset(birds);
    expect(found).toEqual({ kind: 'records', folder: birds, layout: 'cub-200-2011' });
    const to = nextFolder();
    const listed = await readDataset('cub-200-2011', birds);
    const manifest = await prepareRecords(listed, to, { size: 2, crop: 'box' });
    expect(manifest).toMatchObject({
      ...{ classes: ['001.Auk', '002.Wren'], split: { method: 'official', heldOut: [0] } },
      rejected: [{ file: 'images/002.Wren/2.png', reason: 'missing' }],
    });
    const auk = [...readFileSync(join(to, 'images.npy')).subarray(128, 128 + 12)];
    expect(auk).toEqual(places([3, 1], [4, 1], [3, 2], [4, 2]));
  });
});
