import { join } from 'node:path';
import sharp from 'sharp';
import { assertInteger } from './assert.js';
import { areaOfRecord, type Crop } from './area-of-record.js';
import { faceTransform, type FaceLandmarks } from './canonical-face.js';
import { resolveDecodeOptions } from './decode-image.js';
import { decodePixels } from './decode-pixels.js';
import { ExifTurn } from './exif-turn.js';
import { readImageFile } from './image-file.js';
import type { ImageRecord } from './image-record.js';
import { applyTransform, invertTransform, type Point } from './similarity-transform.js';

export interface DrawRecordOptions {
  /** Side of the square picture, in pixels. */
  readonly size: number;
  /** What was taken of the photo; without it nothing is drawn in. */
  readonly crop?: Crop;
  /** Of a face: the landmarks it was aligned by, in the turned photo. */
  readonly landmarks?: FaceLandmarks;
  /** Of a face: the distance of its eyes in the crop. @default 0.3 */
  readonly eyeDistance?: number;
}

/**
 * A record's photo for people to look at: the whole of it, turned, on grey where it is no square, with an outline of the part that becomes
 * the image and dots on the landmarks.
 * @param root - The folder of the data set.
 * @param record - Of `readDataset`.
 * @param options - The size of the picture, and what to draw in.
 * @returns `[size, size, 3]`, 0 to 255.
 * @throws ImageRejectedError - The photo, or its mask or box, cannot be used.
 * @throws RangeError - `size` is no integer from 8 to 4096.
 */
export async function drawRecord(
  root: string,
  record: ImageRecord,
  options: DrawRecordOptions,
): Promise<Uint8Array> {
  const { size, landmarks = [] } = options;
  assertInteger('drawRecord: size', size, 8, 4096);
  const bytes = await readImageFile(join(root, record.file), record.file);
  const photo = await decodePixels(bytes, {}, record.file);
  const outline = await outlineOf(root, record, bytes, photo, options);
  const scale = size / Math.max(photo.width, photo.height);
  const [left, top] = [(size - photo.width * scale) / 2, (size - photo.height * scale) / 2];
  const place = ([x, y]: Point): Point => [left + x * scale, top + y * scale];
  const polygon = outline.map(place).map(([x, y]) => `${x},${y}`);
  const dots = landmarks.map(([x, y]) => place([x + 0.5, y + 0.5])); // SVG counts from the outer edge
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">
<polygon points="${polygon.join(' ')}" fill="none" stroke="#000" stroke-width="3"/>
<polygon points="${polygon.join(' ')}" fill="none" stroke="#ffd000" stroke-width="1.5"/>
${dots.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="2.5" fill="#00e5ff" stroke="#000"/>`).join('\n')}
</svg>`;
  return sharp(photo.data, { raw: { width: photo.width, height: photo.height, channels: 3 } })
    .resize(size, size, { fit: 'contain', background: '#808080' })
    .composite([{ input: Buffer.from(svg) }])
    .removeAlpha()
    .raw()
    .toBuffer();
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The corners of what is taken, in the turned photo from its outer edges; none if it is all of it. */
async function outlineOf(
  root: string,
  record: ImageRecord,
  bytes: Uint8Array,
  { width, height }: Size,
  { crop = 'whole', landmarks, eyeDistance }: DrawRecordOptions,
): Promise<readonly Point[]> {
  if (crop === 'face') return landmarks === undefined ? [] : faceOutline(landmarks, eyeDistance);
  const { maxPixels } = resolveDecodeOptions('drawRecord', { size: 1 });
  const area = await areaOfRecord(root, record, crop, maxPixels);
  if (area === 'whole') return [];
  if (area === 'center') {
    const square = Math.min(width, height);
    return cornersOf((width - square) / 2, (height - square) / 2, square, square);
  }
  const turn = await ExifTurn.of(bytes);
  const { left, top, width: wide, height: high } = area(turn.stored);
  return cornersOf(left, top, wide, high).map((corner) => turn.edge(corner));
}

const cornersOf = (left: number, top: number, width: number, height: number): readonly Point[] => [
  [left, top],
  [left + width, top],
  [left + width, top + height],
  [left, top + height],
];

function faceOutline(landmarks: FaceLandmarks, eyeDistance: number | undefined): readonly Point[] {
  const size = 100; // of any crop: only its place in the photo counts
  const back = invertTransform(faceTransform(landmarks, { size, eyeDistance }));
  return cornersOf(-0.5, -0.5, size, size)
    .map((corner) => applyTransform(back, corner))
    .map(([x, y]): Point => [x + 0.5, y + 0.5]);
}
