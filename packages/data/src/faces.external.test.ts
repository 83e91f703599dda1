/** Real photos of faces, in the folder that `CVG_SHARED_DATA` names or in `shared/data` beside the repository; skipped without. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { canonicalFace, faceTransform } from './canonical-face.js';
import { decodePixels } from './decode-pixels.js';
import { openFaceDetector } from './face-api-detector.js';
import { mainFace, type DetectedFace } from './face-detector.js';
import { readDataset } from './read-dataset.js';
import { applyTransform, type Point } from './similarity-transform.js';

const shared =
  process.env.CVG_SHARED_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const folder = join(shared, 'lfw', 'lfw-deepfunneled');
const size = 128;

/** The standard deviation of points about their mean. */
function spread(points: readonly Point[]): number {
  const mean = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length);
  const squares = points.map(([x, y]) => (x - mean[0]!) ** 2 + (y - mean[1]!) ** 2);
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / points.length);
}

/** Where the landmarks lie in a crop of the detector's box, of which the faces have the mean size of aligned ones. */
function inBoxCrop({ box, landmarks }: DetectedFace, facePart: number): Point[] {
  const scale = (size * facePart) / Math.max(box.width, box.height);
  return landmarks.map(([x, y]) => [
    (x + 0.5 - box.x - box.width / 2) * scale,
    (y + 0.5 - box.y - box.height / 2) * scale,
  ]);
}

(existsSync(folder) ? it : it.skip)(
  'finds the faces of LFW and aligns them (needs lfw/lfw-deepfunneled in CVG_SHARED_DATA)',
  async () => {
    const { root, records } = await readDataset('lfw', folder);
    const step = Math.floor(records.length / 40);
    const photos = records.filter((_, index) => index % step === 0).slice(0, 40);
    const detector = await openFaceDetector({ threads: 1 });
    const faces: DetectedFace[] = [];
    for (const { file } of photos) {
      const image = await decodePixels(readFileSync(join(root, file)));
      const face = mainFace(await detector.detect(image), image);
      if (face !== undefined) faces.push(face);
    }
    await detector.close();
    expect(faces.length).toBeGreaterThanOrEqual(39);

    const transforms = faces.map(({ landmarks }) => faceTransform(landmarks, { size }));
    const aligned = faces.map(({ landmarks }, face) =>
      landmarks.map((point) => applyTransform(transforms[face]!, point)),
    );
    const meanPart =
      faces.reduce(
        (sum, { box }, face) => sum + transforms[face]!.scale * Math.max(box.width, box.height),
        0,
      ) /
      faces.length /
      size;
    const unaligned = faces.map((face) => inBoxCrop(face, meanPart));
    canonicalFace({ size }).forEach(([x, y], index) => {
      const at = aligned.map((points): Point => points[index]!);
      // Section 5: alignment at least halves how far a landmark strays.
      expect(spread(at)).toBeLessThan(spread(unaligned.map((points): Point => points[index]!)) / 2);
      const meanX = at.reduce((sum, point) => sum + point[0], 0) / at.length;
      const meanY = at.reduce((sum, point) => sum + point[1], 0) / at.length;
      expect(Math.hypot(meanX - x, meanY - y)).toBeLessThan(3);
    });
  },
  300_000,
);
