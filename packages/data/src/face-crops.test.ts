import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { alignFace } from './align-face.js';
import { faceCrops } from './face-crops.js';
import type { DetectedFace, FaceDetector } from './face-detector.js';
import type { PixelImage } from './resample.js';
import { drawnFace } from './__fixtures__/drawn-face.js';

const { image, landmarks } = await drawnFace({ scale: 1.5, angle: 0.3, x: 100, y: 80 }, 200, 170);
const photo = await sharp(image.data, { raw: { width: 200, height: 170, channels: 3 } })
  .png()
  .toBuffer();
const face = (x: number): DetectedFace => ({
  box: { x, y: 40, width: 80, height: 80 },
  landmarks,
  score: 0.9,
});
const detector = (...faces: DetectedFace[]): FaceDetector & { readonly seen: PixelImage[] } => {
  const seen: PixelImage[] = [];
  return { seen, detect: (photo) => (seen.push(photo), Promise.resolve(faces)) };
};

describe('faceCrops', () => {
  it('crops the main face of a photo', async () => {
    const finder = detector(face(0), face(60));
    const crops = await faceCrops(photo, finder, { size: 32 });
    expect(crops).toEqual([{ pixels: alignFace(image, landmarks, { size: 32 }), face: face(60) }]);
    expect(finder.seen).toEqual([image]);
  });

  it('crops every face when asked', async () => {
    const crops = await faceCrops(photo, detector(face(0), face(60)), { size: 32, faces: 'all' });
    expect(crops.map((crop) => crop.face.box.x)).toEqual([0, 60]);
  });

  it('passes its options on: a face half as large, in grey', async () => {
    const options = { size: 32, eyeDistance: 0.15, channels: 1 } as const;
    const [crop] = await faceCrops(photo, detector(face(60)), options);
    const grey = await sharp(photo).toColourspace('b-w').raw().toBuffer();
    const data = new Uint8Array(grey);
    expect(crop?.pixels).toEqual(alignFace({ ...image, data, channels: 1 }, landmarks, options));
  });

  it('rejects a photo without a face', async () => {
    await expect(faceCrops(photo, detector(), { size: 32 }, 'a/1.jpg')).rejects.toMatchObject({
      name: 'ImageRejectedError',
      reason: 'no-face',
      message: 'a/1.jpg: no-face: no face was found in 200 x 170 pixels.',
    });
  });
});
