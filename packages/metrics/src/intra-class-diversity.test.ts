import { describe, expect, it } from '@jest/globals';
import { blend, images, oracles } from './__fixtures__/seeded-data.js';
import { intraClassDiversity, IntraClassDiversity, type ImageArray, type ImageBatch } from './index.js';
import { msSsim, numScales } from './ms-ssim.js';

const labelled = ({ images, shape }: ImageArray, labels: number[]): ImageBatch => ({
  images,
  shape,
  labels: Int32Array.from(labels),
});
const pixels = (size: number): number => size * size;

describe('msSsim', () => {
  // oracle: __fixtures__/distances.py (pytorch-msssim)
  it.each(oracles.multiScale)('agrees with pytorch-msssim at $size, inverted: $invert', (fixture) => {
    const { size, channels, invert, values } = fixture;
    const x = images(2, size, size, channels, 61);
    const y = invert
      ? { ...x, images: x.images.map((value) => -value) }
      : blend(x, images(2, size, size, channels, 62), (a, b) => 0.7 * a + 0.3 * b);
    expect([0, 1].map((index) => msSsim(x, index, y, index))).toBeAllClose(values, { rtol: 1e-10, atol: 0 });
  });
  it('has as many scales as leave room for the window', () => {
    expect([11, 21, 22, 32, 64, 128, 175, 176, 1024].map((side) => numScales(side, 2000))).toEqual([
      1, 1, 2, 2, 3, 4, 4, 5, 5,
    ]);
    expect(numScales(2000, 22)).toBe(2);
  });
});

describe('intraClassDiversity', () => {
  const five = images(5, 32, 32, 1, 7);
  it('is 1 minus the mean over classes of the mean MS-SSIM of neighbours', () => {
    const result = intraClassDiversity(labelled(five, [4, 0, 4, 4, 0]), { seeds: { noise: [3] } });
    const first = msSsim(five, 1, five, 4);
    const second = (msSsim(five, 0, five, 2) + msSsim(five, 2, five, 3)) / 2;
    expect(result.values.similarity).toBeCloseTo((first + second) / 2, 14);
    expect(result.values.diversity).toBe(1 - result.values.similarity);
    expect(result.perClass).toEqual([
      { classId: 0, n: 2, pairs: 1, similarity: first },
      { classId: 4, n: 3, pairs: 2, similarity: second },
    ]);
    expect(result).toMatchObject({
      n: { real: 0, generated: 5 },
      seeds: { noise: [3] },
      network: null,
      settings: { pairsPerClass: 100, scales: 2 },
    });
  });
  it('is the same in batches, whose memory may be reused', () => {
    const labels = [0, 1, 0, 1, 0];
    const meter = new IntraClassDiversity();
    const buffer = new Float32Array(2 * pixels(32));
    for (const [start, end] of [
      [0, 2],
      [2, 4],
      [4, 5],
    ] as const) {
      const part = buffer.subarray(0, (end - start) * pixels(32));
      part.set(five.images.subarray(start * pixels(32), end * pixels(32)));
      meter.add(labelled({ images: part, shape: [end - start, 32, 32, 1] }, labels.slice(start, end)));
    }
    expect(meter.result()).toEqual(intraClassDiversity(labelled(five, labels)));
  });
  it('stops at the number of pairs', () => {
    const result = intraClassDiversity(labelled(five, [0, 0, 0, 0, 0]), { pairsPerClass: 1 });
    expect(result.perClass).toEqual([{ classId: 0, n: 5, pairs: 1, similarity: msSsim(five, 0, five, 1) }]);
  });
  it('is 0 for a collapsed class, and high for unlike images', () => {
    const one = five.images.slice(0, pixels(32));
    const collapsed = { images: Float32Array.from([...one, ...one]), shape: [2, 32, 32, 1] as const };
    expect(intraClassDiversity(labelled(collapsed, [0, 0])).values.diversity).toBe(0);
    expect(intraClassDiversity(labelled(five, [0, 0, 0, 0, 0])).values.diversity).toBeGreaterThan(0.5);
  });
  it('names what is wrong', () => {
    expect(() => intraClassDiversity(labelled(five, [0, 0, 1, 1, 2]))).toThrow(
      'class 2 needs at least 2 images, got 1',
    );
    expect(() => new IntraClassDiversity().result()).toThrow('at least one class, got no images');
    expect(() => new IntraClassDiversity({ pairsPerClass: 0 })).toThrow(
      'pairsPerClass must be an integer >= 1',
    );
    expect(() => intraClassDiversity(labelled(images(2, 10, 32, 1, 1), [0, 0]))).toThrow(
      'at least 11x11 pixels, got 10x32',
    );
    const meter = new IntraClassDiversity();
    meter.add(labelled(five, [0, 0, 0, 0, 0]));
    expect(() => meter.add(labelled(images(2, 32, 16, 1, 1), [0, 0]))).toThrow(
      'expected images of [32,32,1] as before, got [32,16,1]',
    );
    const broken = { ...five, images: five.images.map((value, index) => (index === 7 ? NaN : value)) };
    expect(() => intraClassDiversity(labelled(broken, [0, 0, 0, 0, 0]))).toThrow('got NaN at 7');
  });
});
