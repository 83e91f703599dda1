import {
  drawRecord,
  ImageRejectedError,
  type ImageListing,
  type ImageRecord,
  type PreparedData,
} from '@cvg/data';
import { encodePng, type ReportImage } from '@cvg/report';
import sharp from 'sharp';
import { transparentGaps } from './transparent-gaps.js';

/** Side of a photo or an image on the sheet, in pixels. */
const SIDE = 128;
/** Pairs of a photo and its image, and photos that were left out. */
const PAIRS = 32;
const PAIRS_A_ROW = 4;
const PHOTOS = 32;
const PHOTOS_A_ROW = 8;

type Landmarks = NonNullable<Parameters<typeof drawRecord>[2]['landmarks']>;

/**
 * Images at equal steps through a prepared folder, each beside its photo, with what was taken of it drawn in.
 * @returns Undefined if no photo can be shown.
 */
export async function acceptedSheet(
  data: PreparedData,
  listing: ImageListing,
): Promise<ReportImage | undefined> {
  const { source } = data.manifest;
  if (source.kind !== 'records') return undefined;
  const { crop, eyeDistance } = source.options;
  const recordOf = new Map(listing.records.map((record) => [record.file, record]));
  const tiles: Uint8Array[] = [];
  const count = Math.min(PAIRS, data.length);
  for (let index = 0; index < count; index++) {
    const row = Math.floor((index * data.length) / count);
    const record = recordOf.get(source.files[row] ?? '');
    const landmarks = pointsOf(source.landmarks?.[row]);
    const photo = record && (await photoOf(listing.root, record, { crop, eyeDistance, landmarks }));
    if (photo !== undefined) tiles.push(photo, await imageOf(data, row));
  }
  if (tiles.length === 0) return undefined;
  const names = Array.from({ length: Math.min(PAIRS_A_ROW, tiles.length / 2) }, () => ['photo', 'image']);
  return sheet(tiles, 2 * PAIRS_A_ROW, {
    alt: 'Photos, each beside the image that was made of it',
    caption: 'Left the photo with the part that was taken, right the image. From every part of the data set.',
    columnLabels: names.flat(),
  });
}

/**
 * Photos that were left out, in the order of the list; those that cannot be opened are not shown.
 * @returns Undefined if there are none to show.
 */
export async function rejectedSheet(
  { manifest }: PreparedData,
  listing: ImageListing,
): Promise<ReportImage | undefined> {
  const recordOf = new Map(listing.records.map((record) => [record.file, record]));
  const tiles: Uint8Array[] = [];
  const shown: string[] = [];
  for (const { file, reason } of manifest.rejected) {
    const record = recordOf.get(file);
    const photo = record && (await photoOf(listing.root, record, {}));
    if (photo === undefined) continue;
    tiles.push(photo);
    shown.push(`${file} (${reason})`);
    if (tiles.length === PHOTOS) break;
  }
  if (tiles.length === 0) return undefined;
  return sheet(tiles, PHOTOS_A_ROW, { alt: 'Photos that were left out', caption: shown.join(', ') });
}

type DrawOptions = Omit<Parameters<typeof drawRecord>[2], 'size'>;

async function photoOf(
  root: string,
  record: ImageRecord,
  options: DrawOptions,
): Promise<Uint8Array | undefined> {
  try {
    return await drawRecord(root, record, { ...options, size: SIDE });
  } catch (error) {
    if (ImageRejectedError.isInstance(error)) return undefined;
    throw error;
  }
}

/** An image of a prepared folder, in colour and as large as the photos. */
async function imageOf(data: PreparedData, row: number): Promise<Uint8Array> {
  const { images, shape } = await data.read([row]);
  const [, height, width, channels] = shape;
  const bytes = Uint8Array.from(images, (value) => Math.round((value + 1) * 127.5));
  return sharp(bytes, { raw: { width, height, channels: channels === 1 ? 1 : 3 } })
    .resize(SIDE, SIDE, { kernel: width < SIDE ? 'nearest' : 'lanczos3' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
}

function pointsOf(row: readonly number[] | undefined): Landmarks | undefined {
  if (row === undefined) return undefined;
  const at = (index: number): readonly [number, number] => [row[2 * index] ?? NaN, row[2 * index + 1] ?? NaN];
  return [at(0), at(1), at(2), at(3), at(4)];
}

async function sheet(
  tiles: readonly Uint8Array[],
  columns: number,
  text: Pick<ReportImage, 'alt' | 'caption' | 'columnLabels'>,
): Promise<ReportImage> {
  const images = new Float32Array(tiles.length * SIDE * SIDE * 3);
  tiles.forEach((tile, index) =>
    images.set(
      Float32Array.from(tile, (byte) => byte / 127.5 - 1),
      index * tile.length,
    ),
  );
  const grid = { images, shape: [tiles.length, SIDE, SIDE, 3] } as const;
  const png = await encodePng(transparentGaps({ images: grid, columns: Math.min(columns, tiles.length) }));
  return { kind: 'image', png, ...text };
}
