import type { FaceLandmarks } from './canonical-face.js';
import type { PixelImage } from './resample.js';

/**
 * A rectangle around a face.
 * Convention: `x` and `y` are its left and top edge, counted from the outer edges of the image: the whole image is
 * `{ x: 0, y: 0, width, height }`. It may go beyond the image.
 */
export interface FaceBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A face that was found in an image. */
export interface DetectedFace {
  readonly box: FaceBox;
  /** Points, so (0, 0) is the centre of the top-left pixel. */
  readonly landmarks: FaceLandmarks;
  /** How sure the detector is, from 0 to 1. */
  readonly score: number;
}

/** Whatever finds faces. */
export interface FaceDetector {
  /** All faces of an image in any order; none is an empty list. */
  detect(image: PixelImage): Promise<readonly DetectedFace[]>;
}

/**
 * The face a photo is about: the largest, near the centre. The area of its box less twice the squared distance of its middle from the
 * image's middle is greatest (the rule of FaceNet's alignment).
 * @param faces - Of `detector.detect`.
 * @param image - The size of the photo they were found in.
 * @returns Undefined if there is no face.
 */
export function mainFace(
  faces: readonly DetectedFace[],
  { width, height }: Pick<PixelImage, 'width' | 'height'>,
): DetectedFace | undefined {
  const rank = ({ box }: DetectedFace): number =>
    box.width * box.height -
    2 * ((box.x + box.width / 2 - width / 2) ** 2 + (box.y + box.height / 2 - height / 2) ** 2);
  return faces.reduce<DetectedFace | undefined>(
    (best, face) => (best === undefined || rank(face) > rank(best) ? face : best),
    undefined,
  );
}
