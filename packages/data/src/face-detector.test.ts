import { expect, it } from '@jest/globals';
import { canonicalFace } from './canonical-face.js';
import { mainFace, type DetectedFace } from './face-detector.js';

const face = (x: number, y: number, side: number, score = 0.9): DetectedFace => ({
  box: { x, y, width: side, height: side },
  landmarks: canonicalFace({ size: 64 }),
  score,
});
const photo = { width: 200, height: 100 };

it('takes the largest of the faces in the middle', () => {
  const [small, large] = [face(90, 40, 20, 1), face(80, 30, 40, 0.6)];
  expect(mainFace([small, large], photo)).toBe(large);
  expect(mainFace([large, small], photo)).toBe(large);
});

it('takes a face in the middle rather than a somewhat larger one in the corner', () => {
  const [middle, corner] = [face(80, 30, 40), face(0, 0, 50)];
  expect(mainFace([corner, middle], photo)).toBe(middle);
  expect(mainFace([corner], photo)).toBe(corner);
});

it('takes none of none', () => {
  expect(mainFace([], photo)).toBeUndefined();
});
