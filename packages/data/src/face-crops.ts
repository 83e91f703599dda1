import { alignFace } from './align-face.js';
import { assertOneOf } from './assert.js';
import { canonicalFace, type FaceCropOptions } from './canonical-face.js';
import type { DecodeOptions } from './decode-image.js';
import { decodePixels } from './decode-pixels.js';
import { ImageRejectedError } from './errors.js';
import { mainFace, type DetectedFace, type FaceBox, type FaceDetector } from './face-detector.js';
import { messageOf } from './message-of.js';
import type { PixelImage } from './resample.js';

export interface FaceCropsOptions extends FaceCropOptions, DecodeOptions {
  /** `main`: only the largest face near the centre; `all`: every face, from left to right. @default 'main' */
  readonly faces?: 'main' | 'all';
}

/** An aligned crop of a face. */
export interface FaceCrop {
  /** `[size, size, channels]`, 0 to 255. */
  readonly pixels: Uint8Array;
  /** The face in the photo, turned as its EXIF orientation says. */
  readonly face: DetectedFace;
}

/**
 * Photo to aligned faces (Section 5): decodes it, finds the faces and crops them as {@link alignFace} does.
 * @param bytes - The file.
 * @param detector - Of {@link openFaceDetector}, or one of your own.
 * @param options - Side of the crops, distance of the eyes, and which faces to take.
 * @param file - Named in errors.
 * @returns One crop or more.
 * @throws ImageRejectedError - The image cannot be used, or shows no face (`no-face`).
 */
export async function faceCrops(
  bytes: Uint8Array,
  detector: FaceDetector,
  options: FaceCropsOptions,
  file = 'image',
): Promise<readonly FaceCrop[]> {
  checkFaceOptions('faceCrops', options);
  const image = await decodePixels(bytes, options, file);
  return cropFaces(image, await detector.detect(image), options, file);
}

/** @throws RangeError - An option out of its range. */
export function checkFaceOptions(
  name: string,
  options: Omit<FaceCropsOptions, keyof DecodeOptions> & FaceCropOptions,
): void {
  assertOneOf(`${name}: faces`, options.faces ?? 'main', ['main', 'all']);
  canonicalFace(options);
}

/**
 * Crops of the faces that were found in a photo.
 * @param options - Checked before. With `box` the main face is the one that fills it best: it says whose face is meant.
 * @throws ImageRejectedError - `no-face`: there is none, or what was found has landmarks of no face.
 */
export function cropFaces(
  image: PixelImage,
  found: readonly DetectedFace[],
  options: FaceCropsOptions & { readonly box?: FaceBox },
  file: string,
): readonly FaceCrop[] {
  const { box, faces = 'main' } = options;
  const main = box === undefined ? mainFace(found, image) : faceInBox(found, box);
  if (main === undefined) {
    const place = found.length === 0 ? `${image.width} x ${image.height} pixels` : 'its box';
    throw new ImageRejectedError(file, 'no-face', `no face was found in ${place}`);
  }
  const chosen = faces === 'all' ? [...found].sort((a, b) => a.box.x - b.box.x || a.box.y - b.box.y) : [main];
  const crops: FaceCrop[] = [];
  let problem: unknown;
  for (const face of chosen) {
    try {
      crops.push({ pixels: alignFace(image, face.landmarks, options), face });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problem = error;
    }
  }
  if (crops.length > 0) return crops;
  throw new ImageRejectedError(file, 'no-face', messageOf(problem), { cause: problem });
}

/** The face that fills a box best: the greatest common area as a part of the area that both cover. */
function faceInBox(faces: readonly DetectedFace[], box: FaceBox): DetectedFace | undefined {
  let [best, most]: [DetectedFace | undefined, number] = [undefined, 0];
  for (const face of faces) {
    const overlap = intersectionOverUnion(face.box, box);
    if (overlap > most) [best, most] = [face, overlap];
  }
  return best;
}

function intersectionOverUnion(a: FaceBox, b: FaceBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const common = Math.max(0, width) * Math.max(0, height);
  return common / (a.width * a.height + b.width * b.height - common);
}
