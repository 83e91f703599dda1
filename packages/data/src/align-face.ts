import { faceTransform, type FaceCropOptions, type FaceLandmarks } from './canonical-face.js';
import { resample, type PixelImage } from './resample.js';

/**
 * A square crop of the face with these landmarks: turned, scaled and shifted as fits {@link canonicalFace} best (least squares), so that
 * the eyes are level and the nose tip is about the centre. Antialiased when shrinking; beyond the photo its edges go on.
 * Convention: landmarks as {@link FaceLandmarks}, in pixels of `image`.
 * @param image - `[height, width, channels]`.
 * @param landmarks - Five points in or near the image.
 * @param options - Side of the crop, and the distance of the eyes in it.
 * @returns `[size, size, channels]`, 0 to 255.
 * @throws RangeError - Landmarks that are no face, or lie outside the image by more than its own size.
 */
export function alignFace(image: PixelImage, landmarks: FaceLandmarks, options: FaceCropOptions): Uint8Array {
  const transform = faceTransform(landmarks, options);
  const { width, height } = image;
  for (const [x, y] of landmarks) {
    if (x < -width || x > 2 * width || y < -height || y > 2 * height) {
      throw new RangeError(
        `alignFace: landmarks must lie in or near the image of ${width} x ${height} pixels, got (${x}, ${y}).`,
      );
    }
  }
  return resample(image, transform, options.size);
}
