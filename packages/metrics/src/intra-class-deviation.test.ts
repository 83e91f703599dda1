import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { deviationRatio, intraClassDeviation, IntraClassDeviation, type ImageBatch } from './index.js';

// oracle: __fixtures__/metrics.py (numpy.std with ddof = 1)
const { intraClassDeviation: fixture } = JSON.parse(
  readFileSync(new URL('./__fixtures__/metrics.json', import.meta.url), 'utf8'),
) as {
  intraClassDeviation: {
    images: number[];
    shape: [number, number, number, number];
    labels: number[];
    deviations: Record<string, number>;
    mean: number;
  };
};
const batch: ImageBatch = {
  images: Float32Array.from(fixture.images),
  labels: Int32Array.from(fixture.labels),
  shape: fixture.shape,
};
const pixels = (values: number[], labels: number[]): ImageBatch => ({
  images: Float32Array.from(values),
  labels: Int32Array.from(labels),
  shape: [values.length, 1, 1, 1],
});

describe('intraClassDeviation', () => {
  it('agrees with numpy', () => {
    const result = intraClassDeviation(batch);
    expect(result.mean).toBeAllClose(fixture.mean, { rtol: 1e-12 });
    expect(result.n).toBe(11);
    expect(result.perClass.map(({ classId, n }) => [classId, n])).toEqual([
      [0, 2],
      [1, 4],
      [4, 5],
    ]);
    expect(result.perClass.map(({ deviation }) => deviation)).toBeAllClose(
      Object.values(fixture.deviations),
      { rtol: 1e-12 },
    );
  });
  it('is the same in batches', () => {
    const meter = new IntraClassDeviation();
    for (const [start, end] of [
      [0, 3],
      [3, 11],
    ] as const) {
      meter.add({
        images: batch.images.slice(start * 12, end * 12),
        labels: batch.labels.slice(start, end),
        shape: [end - start, 3, 2, 2],
      });
    }
    expect(meter.result()).toEqual(intraClassDeviation(batch));
  });
  it('is 0 for a collapsed class, and for images that differ between classes only', () => {
    expect(intraClassDeviation(pixels([0.3, 0.3, -0.8, -0.8], [0, 0, 1, 1])).mean).toBe(0);
  });
  it('is the root of 2 for -1 and 1: the variance divides by n - 1', () => {
    expect(intraClassDeviation(pixels([-1, 1], [3, 3])).mean).toBeCloseTo(Math.SQRT2, 12);
  });
  it('names what is wrong', () => {
    expect(() => intraClassDeviation(pixels([1, 2, 3], [0, 0, 7]))).toThrow(
      'class 7 needs at least 2 images, got 1',
    );
    expect(() => intraClassDeviation(pixels([], []))).toThrow('at least one class, got no images');
    expect(() => intraClassDeviation(pixels([0, NaN], [0, 0]))).toThrow(
      'expected finite numbers, got NaN in image 1',
    );
    expect(() => intraClassDeviation(pixels([0], [-1]))).toThrow('expected integers >= 0, got -1 at 0');
    expect(() => intraClassDeviation({ ...batch, shape: [11, 3, 2, 1] })).toThrow(
      'needs 66 numbers, got 132',
    );
    expect(() => intraClassDeviation({ ...batch, labels: new Int32Array(2) })).toThrow(
      'expected 11 labels, got 2',
    );
    const meter = new IntraClassDeviation();
    meter.add(pixels([0], [0]));
    expect(() => meter.add(batch)).toThrow('expected images of 1 values as before, got 12');
  });
});

describe('deviationRatio', () => {
  const real = intraClassDeviation(pixels([-1, 1, -0.5, 0.5], [0, 0, 1, 1]));
  it('divides the means, and class by class', () => {
    const generated = intraClassDeviation(pixels([-0.5, 0.5, 0.2, 0.2], [0, 0, 1, 1]));
    const result = deviationRatio(generated, real);
    expect(result.ratio).toBeCloseTo(1 / 3, 12);
    expect(result.perClass).toEqual([
      { classId: 0, ratio: 0.5 },
      { classId: 1, ratio: 0 },
    ]);
    expect(result).toMatchObject({ generated, real });
  });
  it('refuses other classes and constant real images', () => {
    const other = intraClassDeviation(pixels([0, 1], [1, 1]));
    expect(() => deviationRatio(other, real)).toThrow(
      'the same classes on both sides, got [1] generated and [0,1] real',
    );
    const constant = intraClassDeviation(pixels([1, 1], [0, 0]));
    expect(() => deviationRatio(constant, constant)).toThrow('the real images of class 0 are all equal');
  });
});
