import { join } from 'node:path';
import { decodeRgb, type Area, type Rectangle, type RgbImage } from './decode-image.js';
import { ImageRejectedError } from './errors.js';
import { readImageFile } from './image-file.js';
import type { Box, ImageRecord, Mask } from './image-record.js';

/**
 * What part of a photo becomes the image.
 * - `center`: the largest centred square.
 * - `whole`: all of it, stretched to a square.
 * - `box`: the record's box, stretched to a square.
 * - `mask`: the tight rectangle around the object in the record's mask, stretched to a square.
 * - `face`: the face, turned upright and scaled, with the tip of its nose about the middle.
 */
export const CROPS = ['center', 'whole', 'box', 'mask', 'face'] as const;

/**
 * What of a photo becomes the image: the largest centred square, all of it, the box or the mask of its record, or the
 * aligned face.
 */
export type Crop = (typeof CROPS)[number];

/**
 * The area of a record's photo that `crop` asks for.
 * @param root - The folder of the data set.
 * @param maxPixels - A mask with more pixels is refused.
 * @throws ImageRejectedError - `no-box` or `no-mask`.
 */
export async function areaOfRecord(
  root: string,
  record: ImageRecord,
  crop: Exclude<Crop, 'face'>,
  maxPixels: number,
): Promise<Area> {
  const { file, box, mask } = record;
  if (crop === 'box') {
    if (box === undefined) throw new ImageRejectedError(file, 'no-box', 'the data set gives it no box');
    return (photo) => pixelsOf(box, photo, file);
  }
  if (crop === 'mask') {
    if (mask === undefined) throw new ImageRejectedError(file, 'no-mask', 'the data set gives it no mask');
    const { bounds, ...size } = await readMask(root, mask, maxPixels, file);
    return (photo) =>
      pixelsOf(scaled(bounds, photo.width / size.width, photo.height / size.height), photo, file);
  }
  return crop;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of a pixel; scaling an edge to a whole pixel leaves less, and must not reach into the next one. */
const ROUNDING = 1e-6;

/** The pixels that a box touches, within the photo. */
function pixelsOf({ x, y, width, height }: Box, photo: Size, file: string): Rectangle {
  const left = Math.max(0, Math.floor(x + ROUNDING));
  const top = Math.max(0, Math.floor(y + ROUNDING));
  const right = Math.min(photo.width, Math.ceil(x + width - ROUNDING));
  const bottom = Math.min(photo.height, Math.ceil(y + height - ROUNDING));
  if (!(left < right && top < bottom)) {
    const detail = `its box (x ${x}, y ${y}, ${width} x ${height}) has no pixel in the image of ${photo.width} x ${photo.height}`;
    throw new ImageRejectedError(file, 'no-box', detail);
  }
  return { left, top, width: right - left, height: bottom - top };
}

const scaled = ({ x, y, width, height }: Box, scaleX: number, scaleY: number): Box => ({
  x: x * scaleX,
  y: y * scaleY,
  width: width * scaleX,
  height: height * scaleY,
});

async function readMask(
  root: string,
  mask: Mask,
  maxPixels: number,
  file: string,
): Promise<Size & { readonly bounds: Box }> {
  try {
    const bytes = await readImageFile(join(root, mask.file), mask.file);
    const image = await decodeRgb(bytes, maxPixels, mask.file);
    const bounds = boundsOf(image, mask);
    if (bounds === undefined) throw new ImageRejectedError(mask.file, 'no-mask', 'no pixel shows the object');
    return { width: image.width, height: image.height, bounds };
  } catch (error) {
    if (!ImageRejectedError.isInstance(error)) throw error;
    throw new ImageRejectedError(file, 'no-mask', `${error.file}: ${error.detail}`, { cause: error });
  }
}

/** How far a stored colour may be from the mask's: JPEG blurs the edges of flat colours. */
const COLOR_TOLERANCE = 64;

/** The smallest box around the object's pixels. */
function boundsOf({ pixels, width, height }: RgbImage, { color, marks }: Mask): Box | undefined {
  const [red, green, blue] = color;
  const near = (value: number | undefined = 0, wanted: number): boolean =>
    value >= wanted - COLOR_TOLERANCE && value <= wanted + COLOR_TOLERANCE;
  const isMarked = marks === 'object';
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const isColor = near(pixels[at], red) && near(pixels[at + 1], green) && near(pixels[at + 2], blue);
      if (isColor !== isMarked) continue;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  }
  return right === 0 ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}
