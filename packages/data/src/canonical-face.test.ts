import { describe, expect, it } from '@jest/globals';
import { canonicalFace, faceTransform, type FaceLandmarks } from './canonical-face.js';
import { applyTransform, type Point } from './similarity-transform.js';

const upright: FaceLandmarks = [
  [100, 110],
  [144, 112],
  [123, 136],
  [104, 158],
  [141, 159],
];
const moved = (move: (point: Point) => Point): FaceLandmarks => upright.map(move) as unknown as FaceLandmarks;

describe('canonicalFace', () => {
  it('convention: the nose tip is the centre of the crop, (0, 0) the centre of the top-left pixel', () => {
    expect(canonicalFace({ size: 128 })[2]).toEqual([63.5, 63.5]); // not 64: the edge between two pixels
    expect(canonicalFace({ size: 65 })[2]).toEqual([32, 32]);
  });

  it('convention: the left eye is left in the image, y grows downwards', () => {
    const [leftEye, rightEye, nose, leftMouth, rightMouth] = canonicalFace({ size: 128 });
    expect(leftEye[0]).toBeLessThan(rightEye[0]); // not the person's own left
    expect(leftMouth[0]).toBeLessThan(rightMouth[0]);
    expect(leftEye[1]).toBeLessThan(nose[1]);
    expect(nose[1]).toBeLessThan(leftMouth[1]);
  });

  it('is symmetric, the eyes level and as far apart as asked', () => {
    const [leftEye, rightEye, nose, leftMouth, rightMouth] = canonicalFace({ size: 100, eyeDistance: 0.4 });
    expect(rightEye[0] - leftEye[0]).toBeCloseTo(40);
    expect(leftEye[1]).toBe(rightEye[1]);
    expect(leftEye[0] + rightEye[0]).toBeCloseTo(2 * nose[0]);
    expect(leftMouth[0] + rightMouth[0]).toBeCloseTo(2 * nose[0]);
  });

  it('is the shape of the five ArcFace points', () => {
    // Oracle: arcface_dst of insightface/utils/face_align.py, a crop of 112 pixels.
    const arcFace: FaceLandmarks = [
      [38.2946, 51.6963],
      [73.5318, 51.5014],
      [56.0252, 71.7366],
      [41.5493, 92.3655],
      [70.7299, 92.2041],
    ];
    const transform = faceTransform(arcFace, { size: 112, eyeDistance: 35.2377 / 112 });
    canonicalFace({ size: 112, eyeDistance: 35.2377 / 112 }).forEach(([x, y], index) => {
      const [alignedX, alignedY] = applyTransform(transform, arcFace[index]!);
      expect(Math.hypot(alignedX - x, alignedY - y)).toBeLessThan(0.3);
    });
  });

  it.each([
    [{ size: 7 }, 'canonicalFace: size must be an integer from 8 to 4096, got 7.'],
    [{ size: 64, eyeDistance: 0 }, 'canonicalFace: eyeDistance must be a number between 0 and 1, got 0.'],
    [{ size: 64, eyeDistance: NaN }, 'canonicalFace: eyeDistance must be a number between 0 and 1, got NaN.'],
  ])('refuses %j', (options, message) => {
    expect(() => canonicalFace(options)).toThrow(new RangeError(message));
  });
});

describe('faceTransform', () => {
  it('turns a face that leans clockwise back', () => {
    const angle = 0.4;
    const leaning = moved(([x, y]) => applyTransform({ scale: 1, angle, x: 30, y: -20 }, [x, y]));
    const straight = faceTransform(upright, { size: 64 });
    expect(faceTransform(leaning, { size: 64 }).angle).toBeCloseTo(straight.angle - angle);
  });

  it('takes a face that stands on its head', () => {
    const transform = faceTransform(
      moved(([x, y]) => [-x, -y]),
      { size: 64 },
    );
    expect(Math.abs(transform.angle)).toBeGreaterThan(3);
  });

  it.each([
    [
      'left and right of the person instead of the image',
      (): FaceLandmarks => {
        const [a, b, c, d, e] = upright;
        return [b, a, c, e, d];
      },
    ],
    ['(y, x)', () => moved(([x, y]) => [y, x])],
    ['y up', () => moved(([x, y]) => [x, -y])],
    ['points on one line', () => moved(([x, y]) => [x + y, 2 * (x + y)])],
  ])('convention: refuses %s', (_, landmarks) => {
    expect(() => faceTransform(landmarks(), { size: 64 })).toThrow(/mirrored or flat face: \(/);
  });

  it('refuses landmarks that are no numbers', () => {
    expect(() =>
      faceTransform(
        moved(([x]) => [x, NaN]),
        { size: 64 },
      ),
    ).toThrow(/from must be finite points/);
  });
});
