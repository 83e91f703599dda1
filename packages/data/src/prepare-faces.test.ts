import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { canonicalFace, type FaceLandmarks } from './canonical-face.js';
import { decodePixels } from './decode-pixels.js';
import type { DetectedFace, FaceBox, FaceDetector } from './face-detector.js';
import type { ImageListing, ImageRecord } from './image-record.js';
import { prepareRecords, type PrepareRecordsOptions } from './prepare-records.js';
import { dotsOf, drawnFace } from './__fixtures__/drawn-face.js';
import { plain, temporaryFolder, writeFiles } from './__fixtures__/files.js';

const root = temporaryFolder();
const size = 64;
const transform = { scale: 1.5, angle: 0.2, x: 90, y: 80 };
const [width, height] = [260, 180];
let drawn: Awaited<ReturnType<typeof drawnFace>>;

beforeAll(async () => {
  drawn = await drawnFace(transform, width, height);
  const photo = sharp(drawn.image.data, { raw: { width, height, channels: 3 } });
  // Orientation 6: shown after a quarter turn clockwise, so it is stored after one to the other side.
  const turned = await photo.clone().rotate(270).png().toBuffer();
  writeFiles(root, {
    'a.png': await photo.clone().png().toBuffer(),
    'turned.png': await sharp(turned).withMetadata({ orientation: 6 }).png().toBuffer(),
    'plain.png': await plain([90, 90, 90], 40).png().toBuffer(),
    'text.png': 'no image',
  });
});

/** Sees the dots of a drawn face, wherever they are, and further faces that are given. */
const dotDetector = (...more: DetectedFace[]): FaceDetector & { calls: number } => ({
  calls: 0,
  detect(image) {
    this.calls++;
    const landmarks = dotsOf(image.data, image.width) as unknown as FaceLandmarks;
    if (landmarks.flat().some(Number.isNaN)) return Promise.resolve([]);
    const xs = landmarks.map(([x]) => x);
    const ys = landmarks.map(([, y]) => y);
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const box = { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
    return Promise.resolve([...more, { box, landmarks, score: 0.9 }]);
  },
});

let folders = 0;
const prepare = async (
  records: readonly Partial<ImageRecord>[],
  options: Partial<PrepareRecordsOptions>,
  layout = 'lfw',
) => {
  const to = join(temporaryFolder(), `prepared-${folders++}`);
  const listing: ImageListing = {
    ...{ root, layout, classes: ['ann'], rejected: [] },
    records: records.map((record) => ({ file: 'a.png', className: 'ann', ...record })),
  };
  const manifest = await prepareRecords(listing, to, { size, ...options });
  const pixels = readFileSync(join(to, 'images.npy')).subarray(128);
  const images = manifest.source.files.map((_, row) =>
    pixels.subarray(row * size * size * 3, (row + 1) * size * size * 3),
  );
  if (manifest.source.kind !== 'records') throw new Error('expected records');
  return { manifest, images, landmarks: manifest.source.landmarks };
};

const expectAt = (
  points: readonly (readonly [number, number])[],
  wanted: FaceLandmarks,
  within: number,
): void => {
  wanted.forEach(([x, y], index) => {
    expect(Math.abs(points[index]![0] - x)).toBeLessThan(within);
    expect(Math.abs(points[index]![1] - y)).toBeLessThan(within);
  });
};

describe('crop: face', () => {
  it('is the default of faces: the drawn landmarks come to where the canonical face has them', async () => {
    const { manifest, images, landmarks } = await prepare([{}, { file: 'plain.png' }, { file: 'text.png' }], {
      detector: dotDetector(),
    });
    expect(manifest.source).toMatchObject({
      options: { crop: 'face', eyeDistance: 0.3, faces: 'main' },
      files: ['a.png'],
    });
    // The drawn face has nearly the proportions of the canonical one.
    expectAt(dotsOf(images[0]!, size), canonicalFace({ size }), 1);
    expect(manifest.rejected).toEqual([
      { file: 'plain.png', reason: 'no-face', detail: 'no face was found in 40 x 40 pixels' },
      expect.objectContaining({ file: 'text.png', reason: 'not-an-image' }),
    ]);
    expect(landmarks).toHaveLength(1);
    expect(landmarks![0]).toBeAllClose(drawn.landmarks.flat(), { atol: 0.05 });
  });

  it('makes faces of the size that is asked for', async () => {
    const { images } = await prepare([{}], { detector: dotDetector(), eyeDistance: 0.15 });
    expectAt(dotsOf(images[0]!, size), canonicalFace({ size, eyeDistance: 0.15 }), 1);
  });

  it('convention: a turned photo gives the crop of the upright one', async () => {
    const { images, landmarks } = await prepare([{}, { file: 'turned.png' }], { detector: dotDetector() });
    expect(images[1]!.equals(images[0]!)).toBe(true);
    expect(landmarks![1]).toEqual(landmarks![0]);
  });

  it('takes the landmarks of a record instead of looking for any, and lists those that are no face', async () => {
    const detector = dotDetector();
    const [left, right, nose, mouthLeft, mouthRight] = drawn.landmarks;
    const mirrored: FaceLandmarks = [right, left, nose, mouthRight, mouthLeft];
    const { manifest, images } = await prepare(
      [{ landmarks: drawn.landmarks }, { file: 'turned.png', landmarks: mirrored }],
      { detector },
    );
    expect(detector.calls).toBe(0);
    expectAt(dotsOf(images[0]!, size), canonicalFace({ size }), 1);
    expect(manifest.rejected).toEqual([
      {
        file: 'turned.png',
        reason: 'no-face',
        detail: expect.stringContaining('got a mirrored or flat face'),
      },
    ]);
  });

  describe('of several faces', () => {
    const other = (box: FaceBox): DetectedFace => {
      const centre = { scale: box.width / 60, angle: 0, x: box.x + box.width / 2, y: box.y + box.height / 2 };
      const at = (x: number, y: number) =>
        [centre.x + x * centre.scale, centre.y + y * centre.scale] as const;
      return { box, landmarks: [at(-20, -23), at(20, -23), at(0, 0), at(-16, 24), at(16, 24)], score: 0.8 };
    };
    const small = other({ x: 200, y: 20, width: 30, height: 30 });

    it('takes the largest near the centre, or all from left to right', async () => {
      const main = await prepare([{}], { detector: dotDetector(small) });
      expect(main.images).toHaveLength(1);
      const all = await prepare([{}, { file: 'turned.png' }], { detector: dotDetector(small), faces: 'all' });
      expect(all.manifest.source.files).toEqual(['a.png', 'a.png', 'turned.png', 'turned.png']);
      expect(all.images[0]!.equals(main.images[0]!)).toBe(true);
      expect(all.landmarks![1]).toBeAllClose(small.landmarks.flat(), { atol: 0.01 });
      expect(all.manifest.source).toMatchObject({ duplicates: [] });
    });

    it("takes the face in the record's box, which is of the stored photo", async () => {
      const around = { x: 196, y: 17, width: 40, height: 36 };
      const { landmarks } = await prepare([{ box: around }], { detector: dotDetector(small) });
      expect(landmarks![0]).toBeAllClose(small.landmarks.flat(), { atol: 0.01 });
      // The same place before a quarter turn clockwise: what is at x, y from the left top is at y, width - x.
      const stored = { x: 17, y: width - 196 - 40, width: 36, height: 40 };
      const turned = await prepare([{ file: 'turned.png', box: stored }], { detector: dotDetector(small) });
      expect(turned.landmarks![0]).toEqual(landmarks![0]);
      const nowhere = await prepare([{}, { box: { x: 0, y: 160, width: 20, height: 20 } }], {
        detector: dotDetector(small),
      });
      expect(nowhere.manifest.rejected).toEqual([
        { file: 'a.png', reason: 'no-face', detail: 'no face was found in its box' },
      ]);
    });

    it('passes over one whose landmarks are no face', async () => {
      const flat: DetectedFace = {
        ...small,
        box: { x: 0, y: 0, width, height },
        landmarks: [
          [0, 0],
          [9, 0],
          [5, 0],
          [2, 0],
          [7, 0],
        ],
      };
      const all = await prepare([{}], { detector: dotDetector(flat), faces: 'all' });
      expect(all.images).toHaveLength(1);
      await expect(prepare([{}], { detector: dotDetector(flat) })).rejects.toThrow(
        'no-face: faceTransform: landmarks must be',
      );
    });
  });

  it('makes grey faces, and refuses sizes that hold none', async () => {
    const to = join(temporaryFolder(), 'grey');
    const listing = {
      root,
      layout: 'facescrub',
      classes: ['ann'],
      rejected: [],
      records: [{ file: 'a.png', className: 'ann' }],
    };
    const manifest = await prepareRecords(listing, to, {
      size,
      channels: 1,
      detector: dotDetector(),
      crop: 'center',
    });
    expect(manifest.images.shape).toEqual([1, size, size, 1]);
    await expect(prepare([{}], { size: 4 })).rejects.toThrow('size must be an integer from 8 to 4096, got 4');
    await expect(prepare([{}], { eyeDistance: 1 })).rejects.toThrow(
      'eyeDistance must be a number between 0 and 1',
    );
    const faces = 'some' as 'all';
    await expect(prepare([{}], { faces })).rejects.toThrow(
      'prepareRecords: faces must be one of main, all, got some',
    );
  });
});

it('decodes the turned photo as the upright one', async () => {
  const turned = await decodePixels(readFileSync(join(root, 'turned.png')));
  expect(Buffer.from(turned.data).equals(Buffer.from(drawn.image.data))).toBe(true);
});
