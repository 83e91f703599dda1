import type { FaceLandmarks } from './canonical-face.js';
import type { Point } from './similarity-transform.js';

/**
 * Five landmarks of the 68 of the iBUG 300-W scheme: the means of 36 to 41 and 42 to 47 (the eyes), 30 (the nose tip), 48 and 54 (the
 * corners of the mouth). The scheme counts from the left of the image, as we do; its "right eye" is the person's.
 * @param points - 68 points.
 * @throws RangeError - Not 68 points.
 */
export function fiveLandmarks(points: readonly Point[]): FaceLandmarks {
  const [noseTip, leftMouthCorner, rightMouthCorner] = [points[30], points[48], points[54]];
  if (points.length !== 68 || !noseTip || !leftMouthCorner || !rightMouthCorner) {
    throw new RangeError(`fiveLandmarks: expected 68 points, got ${points.length}.`);
  }
  const mean = (some: readonly Point[]): Point => [
    some.reduce((sum, [x]) => sum + x, 0) / some.length,
    some.reduce((sum, [, y]) => sum + y, 0) / some.length,
  ];
  return [mean(points.slice(36, 42)), mean(points.slice(42, 48)), noseTip, leftMouthCorner, rightMouthCorner];
}
