import { availableParallelism } from 'node:os';
import { assertInteger } from './assert.js';
import type { FaceLandmarks } from './canonical-face.js';
import type { DetectedFace, FaceBox, FaceDetector } from './face-detector.js';
import { FaceNetworks, type Networks } from './face-networks.js';
import { fiveLandmarks } from './five-landmarks.js';
import { resample, type PixelImage } from './resample.js';
import {
  applyTransform,
  invertTransform,
  type Point,
  type SimilarityTransform,
} from './similarity-transform.js';

export interface FaceDetectorOptions {
  /** Faces the detector is less sure of are left out; from 0 to 1. @default 0.5 */
  readonly minScore?: number;
  /** Threads; each holds the networks and works on one image at a time. @default one a processor core */
  readonly threads?: number;
}

/** Side of the detector's input in pixels; its anchors belong to it. */
const DETECTOR_SIZE = 512;
/** Side of the landmark network's input in pixels. */
const LANDMARK_SIZE = 112;
/**
 * The longer side of a photo as a part of the detector's input, in the order of trying. The network misses many faces that fill its input
 * and finds them when they are smaller (of 50 photos of LFW, 44 at 1 and 50 at 2/3; the few that 2/3 misses are found at 0.4);
 * faces that are small in the photo need all of it.
 */
const PHOTO_PARTS = [2 / 3, 0.4, 1] as const;

/**
 * Finds faces with the networks of the npm package `@vladmandic/face-api`: an SSD on MobileNet v1, then 68 landmarks a face, of which
 * five are kept: the means of each eye's six points, the nose tip and the two corners of the mouth.
 * It needs the optional peers `@vladmandic/face-api`, `@tensorflow/tfjs` and `@tensorflow/tfjs-backend-wasm`; the weights are in
 * the first. `detect` may be called for several images at once, which keeps all threads busy; `close` ends them.
 * @param options - Threads, and how sure a face must be.
 * @returns The detector; call its `close` at the end.
 * @throws DataError - The optional packages are not installed.
 * @throws RangeError - An option out of its range.
 */
export async function openFaceDetector(options: FaceDetectorOptions = {}): Promise<FaceApiDetector> {
  const { minScore = 0.5, threads = availableParallelism() } = options;
  assertInteger('openFaceDetector: threads', threads, 1, 256);
  if (!(minScore > 0 && minScore < 1)) {
    throw new RangeError(`openFaceDetector: minScore must be a number between 0 and 1, got ${minScore}.`);
  }
  return new FaceApiDetector(await startThreads(threads), minScore);
}

/** The default {@link FaceDetector}; see {@link openFaceDetector}. */
export class FaceApiDetector implements FaceDetector {
  readonly #threads: readonly Networks[];
  readonly #minScore: number;

  /** @internal */
  constructor(threads: readonly Networks[], minScore: number) {
    this.#threads = threads;
    this.#minScore = minScore;
  }

  async detect(image: PixelImage): Promise<readonly DetectedFace[]> {
    const rgb = toRgb(image);
    const networks = this.#threads.reduce((least, other) =>
      other.numWaiting < least.numWaiting ? other : least,
    );
    for (const part of PHOTO_PARTS) {
      const boxes = await this.#boxes(networks, rgb, part);
      if (boxes.length > 0) {
        return Promise.all(
          boxes.map(async ({ box, score }) => ({
            box,
            score,
            landmarks: await landmarksIn(networks, rgb, box),
          })),
        );
      }
    }
    return [];
  }

  /** Ends the threads, which keep the program alive until then. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  async #boxes(
    networks: Networks,
    image: PixelImage,
    part: number,
  ): Promise<readonly { readonly box: FaceBox; readonly score: number }[]> {
    const side = Math.max(image.width, image.height) / part;
    const toInput = squareToInput((image.width - side) / 2, (image.height - side) / 2, side, DETECTOR_SIZE);
    const pixels = resample(image, toInput, DETECTOR_SIZE);
    const found = await networks.boxes({ pixels, size: DETECTOR_SIZE }, this.#minScore);
    return found.map(([score, x, y, width, height]) => {
      const [left, top] = fromInputEdge(toInput, [x, y]);
      const scale = side / DETECTOR_SIZE;
      return { score, box: { x: left, y: top, width: width * scale, height: height * scale } };
    });
  }
}

async function startThreads(count: number): Promise<readonly FaceNetworks[]> {
  const started = await Promise.allSettled(Array.from({ length: count }, () => FaceNetworks.start()));
  const failed = started.find((result) => result.status === 'rejected');
  const threads = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (failed === undefined) return threads;
  await Promise.all(threads.map((thread) => thread.close()));
  throw failed.reason;
}

/** The five landmarks of the face in `box`. */
async function landmarksIn(networks: Networks, image: PixelImage, box: FaceBox): Promise<FaceLandmarks> {
  const side = Math.max(box.width, box.height);
  const left = box.x + (box.width - side) / 2;
  const top = box.y + (box.height - side) / 2;
  const toInput = squareToInput(left, top, side, LANDMARK_SIZE);
  const pixels = resample(image, toInput, LANDMARK_SIZE);
  const points = await networks.landmarks({ pixels, size: LANDMARK_SIZE });
  const inImage = points.map(([x, y]): Point => {
    const [edgeX, edgeY] = fromInputEdge(toInput, [x * LANDMARK_SIZE, y * LANDMARK_SIZE]);
    return [edgeX - 0.5, edgeY - 0.5];
  });
  return fiveLandmarks(inImage);
}

/** From the pixels of an image to those of an input that shows the square of the image with this left and top edge. */
function squareToInput(left: number, top: number, side: number, size: number): SimilarityTransform {
  const scale = size / side;
  // The centre of pixel 0 is half a pixel from the edge, on both sides.
  return { scale, angle: 0, x: (0.5 - left) * scale - 0.5, y: (0.5 - top) * scale - 0.5 };
}

/** Where a place of the input, from its outer edge, is in the image, from its outer edge. */
function fromInputEdge(toInput: SimilarityTransform, [x, y]: Point): Point {
  const [imageX, imageY] = applyTransform(invertTransform(toInput), [x - 0.5, y - 0.5]);
  return [imageX + 0.5, imageY + 0.5];
}

function toRgb(image: PixelImage): PixelImage {
  if (image.channels === 3) return image;
  const data = new Uint8Array(image.data.length * 3);
  image.data.forEach((value, pixel) => data.fill(value, 3 * pixel, 3 * pixel + 3));
  return { ...image, data, channels: 3 };
}
