import { alignFace } from './align-face.js';
import type { FaceCropOptions } from './canonical-face.js';
import type { DecodeOptions } from './decode-image.js';
import { decodePixels } from './decode-pixels.js';
import { ImageRejectedError } from './errors.js';
import { mainFace, type DetectedFace, type FaceDetector } from './face-detector.js';

export interface FaceCropsOptions extends FaceCropOptions, DecodeOptions {
  /** `main`: only the largest face near the centre; `all`: every face. @default 'main' */
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
  const image = await decodePixels(bytes, options, file);
  const found = await detector.detect(image);
  const main = mainFace(found, image);
  if (main === undefined) {
    throw new ImageRejectedError(
      file,
      'no-face',
      `no face was found in ${image.width} x ${image.height} pixels`,
    );
  }
  const faces = options.faces === 'all' ? found : [main];
  return faces.map((face) => ({ pixels: alignFace(image, face.landmarks, options), face }));
}
