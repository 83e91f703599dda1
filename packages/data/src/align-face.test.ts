import { describe, expect, it } from '@jest/globals';
import { alignFace } from './align-face.js';
import { canonicalFace, type FaceLandmarks } from './canonical-face.js';
import type { Point } from './similarity-transform.js';
import { dotsOf, drawnFace } from './__fixtures__/drawn-face.js';

const farthest = (found: readonly Point[], expected: readonly Point[]): number =>
  Math.max(...found.map(([x, y], index) => Math.hypot(x - expected[index]![0], y - expected[index]![1])));

describe('alignFace', () => {
  it.each([
    ['upright, its size kept', { scale: 1, angle: 0, x: 90, y: 80 }, 128],
    ['leaning, three times too large', { scale: 2.9, angle: 0.5, x: 200, y: 180 }, 128],
    ['on its head, small', { scale: 0.8, angle: 3, x: 120.3, y: 99.6 }, 64],
  ])('brings the dots of a drawn face to the canonical places: %s', async (_, transform, size) => {
    const { image, landmarks } = await drawnFace(transform, 420, 360);
    const crop = alignFace(image, landmarks, { size });
    expect(crop).toHaveLength(size * size * 3);
    // The drawn face is not of the canonical shape, but nearly.
    expect(farthest(dotsOf(crop, size), canonicalFace({ size }))).toBeLessThan(size / 80);
  });

  it('gives the same crop of the same face wherever it is', async () => {
    const size = 96;
    const expected = await drawnFace({ scale: 1, angle: 0, x: 100, y: 90 }, 220, 200);
    const moved = await drawnFace({ scale: 2, angle: -0.7, x: 210, y: 190 }, 420, 380);
    const dots = (face: typeof expected): readonly Point[] =>
      dotsOf(alignFace(face.image, face.landmarks, { size }), size);
    expect(farthest(dots(moved), dots(expected))).toBeLessThan(0.1);
  });

  it('takes a grey image, and a face beyond the edge', () => {
    const image = { data: new Uint8Array(40 * 30).fill(77), width: 40, height: 30, channels: 1 as const };
    const landmarks: FaceLandmarks = [
      [-5, 2],
      [9, 2],
      [2, 9],
      [-3, 17],
      [7, 17],
    ];
    expect(alignFace(image, landmarks, { size: 16 })).toEqual(new Uint8Array(256).fill(77));
  });

  it('refuses landmarks far outside the image, of which the crop would be huge', () => {
    const image = { data: new Uint8Array(12), width: 2, height: 2, channels: 3 as const };
    const landmarks: FaceLandmarks = [
      [0, 0],
      [1e9, 0],
      [5e8, 5e8],
      [0, 1e9],
      [1e9, 1e9],
    ];
    expect(() => alignFace(image, landmarks, { size: 16 })).toThrow(
      new RangeError(
        'alignFace: landmarks must lie in or near the image of 2 x 2 pixels, got (1000000000, 0).',
      ),
    );
  });
});
