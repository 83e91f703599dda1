import { describe, expect, it, jest } from '@jest/globals';
import { FaceApiDetector, openFaceDetector } from './face-api-detector.js';
import type { NetworkInput, Networks } from './face-networks.js';
import { dotsOf, drawnFace } from './__fixtures__/drawn-face.js';

/** Networks that see the dots of a drawn face: exactly, and in the terms of the real ones. */
function dotNetworks(see: (call: number) => boolean = () => true): Networks & { readonly calls: number } {
  let calls = 0;
  // From pixel centres to the outer edge.
  const dots = ({ pixels, size }: NetworkInput): [number, number][] =>
    dotsOf(pixels, size).map(([x, y]) => [x + 0.5, y + 0.5]);
  return {
    get calls() {
      return calls;
    },
    numWaiting: 0,
    boxes: (input) => {
      const sees = see(calls++);
      const [[left, top] = [0, 0], [right] = [0], , , [, bottom] = [0, 0]] = dots(input);
      return Promise.resolve(sees ? [[0.9, left - 40, top - 30, right - left + 80, bottom - top + 60]] : []);
    },
    landmarks: (input) => {
      const [leftEye, rightEye, nose, leftMouth, rightMouth] = dots(input);
      const place = (i: number): [number, number] | undefined => {
        if (i >= 36 && i < 42) return leftEye;
        if (i >= 42 && i < 48) return rightEye;
        return i === 30 ? nose : i === 48 ? leftMouth : i === 54 ? rightMouth : undefined;
      };
      return Promise.resolve(
        Array.from({ length: 68 }, (_, i) => {
          const [x, y] = place(i) ?? [0, 0];
          return [x / input.size, y / input.size] as const;
        }),
      );
    },
    close: () => Promise.resolve(),
  };
}

describe('FaceApiDetector', () => {
  it.each([
    ['a small photo', { scale: 1, angle: 0, x: 60.25, y: 51.5 }, 125, 100],
    ['a large photo, portrait', { scale: 4, angle: 0, x: 300, y: 500 }, 700, 1100],
    ['a face at the edge', { scale: 2, angle: 0, x: 60, y: 70 }, 400, 200],
  ])(
    'convention: points from pixel centres, boxes from outer edges: %s',
    async (_, transform, width, height) => {
      const { image, landmarks } = await drawnFace(transform, width, height);
      const detector = new FaceApiDetector([dotNetworks()], 0.5);
      const [face] = await detector.detect(image);
      landmarks.forEach(([x, y], index) => {
        expect(Math.abs(face!.landmarks[index]![0] - x)).toBeLessThan(0.1);
        expect(Math.abs(face!.landmarks[index]![1] - y)).toBeLessThan(0.1);
      });
      // The box of the dots, as wide beyond them as the networks above make it: 40 and 30 pixels of an input 512 pixels wide.
      const scale = Math.max(width, height) / (2 / 3) / 512;
      expect(face?.score).toBe(0.9);
      expect(face?.box.x).toBeCloseTo(landmarks[0][0] + 0.5 - 40 * scale, 0);
      expect(face?.box.y).toBeCloseTo(landmarks[0][1] + 0.5 - 30 * scale, 0);
      expect(face?.box.width).toBeCloseTo(landmarks[1][0] - landmarks[0][0] + 80 * scale, 0);
      expect(face?.box.height).toBeCloseTo(landmarks[4][1] - landmarks[0][1] + 60 * scale, 0);
    },
  );

  it('looks again at two other sizes when it finds nothing', async () => {
    const { image } = await drawnFace({ scale: 1, angle: 0, x: 60, y: 50 }, 120, 100);
    const networks = dotNetworks((call) => call === 2);
    expect(await new FaceApiDetector([networks], 0.5).detect(image)).toHaveLength(1);
    const blind = dotNetworks(() => false);
    expect(await new FaceApiDetector([blind], 0.5).detect(image)).toEqual([]);
    expect([networks.calls, blind.calls]).toEqual([3, 3]);
  });

  it('gives an image to the thread that has least to do', async () => {
    const { image } = await drawnFace({ scale: 1, angle: 0, x: 60, y: 50 }, 120, 100);
    const [busy, idle] = [
      { ...dotNetworks(), numWaiting: 2 },
      { ...dotNetworks(), numWaiting: 1 },
    ];
    const boxes = jest.spyOn(idle, 'boxes');
    await new FaceApiDetector([busy, idle], 0.5).detect(image);
    expect(boxes).toHaveBeenCalledTimes(1);
  });
});

describe('openFaceDetector', () => {
  it('finds nothing in a plain grey image of one channel', async () => {
    const detector = await openFaceDetector({ threads: 1 });
    const data = new Uint8Array(60 * 40).fill(100);
    expect(await detector.detect({ data, width: 60, height: 40, channels: 1 })).toEqual([]);
    await detector.close();
    await expect(detector.detect({ data, width: 60, height: 40, channels: 1 })).rejects.toThrow(
      'the thread has ended',
    );
  });

  it.each([
    [{ threads: 0 }, 'openFaceDetector: threads must be an integer from 1 to 256, got 0.'],
    [{ minScore: 1 }, 'openFaceDetector: minScore must be a number between 0 and 1, got 1.'],
  ])('refuses %j', async (options, message) => {
    await expect(openFaceDetector(options)).rejects.toThrow(new RangeError(message));
  });
});
