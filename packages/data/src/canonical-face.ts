import { assertInteger } from './assert.js';
import { similarityTransform, type Point, type SimilarityTransform } from './similarity-transform.js';

/**
 * The five landmarks of a face.
 * Convention: `(x, y)` pixels, y down, (0, 0) the centre of the top-left pixel; left and right as SEEN in the image, so the
 * left eye is the one with the smaller x in an upright face: the person's own right eye.
 */
export type FaceLandmarks = readonly [
  leftEye: Point,
  rightEye: Point,
  noseTip: Point,
  leftMouthCorner: Point,
  rightMouthCorner: Point,
];

export interface FaceCropOptions {
  /** Side of the square crop, in pixels. */
  readonly size: number;
  /** Distance of the two eye centres as a part of the crop's side; smaller shows more around the face. @default 0.3 */
  readonly eyeDistance?: number;
}

/**
 * A mean face around its nose tip, in distances of the eyes: the five points InsightFace aligns to (ArcFace, 112 pixels),
 * made symmetric.
 */
const MEAN_FACE: FaceLandmarks = [
  [-0.5, -0.571],
  [0.5, -0.571],
  [0, 0],
  [-0.414, 0.583],
  [0.414, 0.583],
];

/**
 * Where the landmarks of an aligned face lie in its crop (Section 5): upright and symmetric, the nose tip at the very centre.
 * Convention: as {@link FaceLandmarks}; the centre of a crop is `((size - 1) / 2, (size - 1) / 2)`.
 * @param options - Side of the crop, and the distance of the eyes in it.
 * @returns Five points.
 * @throws RangeError - An option out of its range.
 */
export function canonicalFace(options: FaceCropOptions): FaceLandmarks {
  const { size, eyeDistance = 0.3 } = options;
  assertInteger('canonicalFace: size', size, 8, 4096);
  if (!(eyeDistance > 0 && eyeDistance < 1)) {
    throw new RangeError(`canonicalFace: eyeDistance must be a number between 0 and 1, got ${eyeDistance}.`);
  }
  const place = ([x, y]: Point): Point => [
    (size - 1) / 2 + x * eyeDistance * size,
    (size - 1) / 2 + y * eyeDistance * size,
  ];
  const [leftEye, rightEye, noseTip, leftMouth, rightMouth] = MEAN_FACE;
  return [place(leftEye), place(rightEye), place(noseTip), place(leftMouth), place(rightMouth)];
}

/**
 * The similarity transform from the landmarks of a face to {@link canonicalFace}.
 * @throws RangeError - Landmarks that are not finite or coincide; the eyes and the mouth on one line; or a mirrored face: left
 * and right exchanged, or x and y.
 */
export function faceTransform(landmarks: FaceLandmarks, options: FaceCropOptions): SimilarityTransform {
  const transform = similarityTransform(landmarks, canonicalFace(options));
  const [[leftX, leftY], [rightX, rightY], , [mouthLeftX, mouthLeftY], [mouthRightX, mouthRightY]] =
    landmarks;
  const [acrossX, acrossY] = [rightX - leftX, rightY - leftY];
  const [downX, downY] = [
    mouthLeftX + mouthRightX - leftX - rightX,
    mouthLeftY + mouthRightY - leftY - rightY,
  ];
  // Of a face, however it is turned, the mouth lies clockwise of the line from the left eye to the right one.
  const area = acrossX * downY - acrossY * downX;
  if (area <= 1e-9 * Math.hypot(acrossX, acrossY) * Math.hypot(downX, downY)) {
    throw new RangeError(
      'faceTransform: landmarks must be [leftEye, rightEye, noseTip, leftMouthCorner, rightMouthCorner], (x, y), left and right as ' +
        `seen in the image, got a mirrored or flat face: ${landmarks.map(([x, y]) => `(${x}, ${y})`).join(' ')}.`,
    );
  }
  return transform;
}
