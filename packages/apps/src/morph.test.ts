import { afterAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { seededNormal } from '@cvg/test-utils';
import { distance, imageOf, LATENT_SIZE, randomImages, tinyModel } from './__fixtures__/tiny-model.js';
import { generateImages, interpolateLatents, morph, reconstruct } from './index.js';

const model = tinyModel();
const [first, second] = [randomImages(2, 1), randomImages(2, 2)];
const labels = [2, 0];
afterAll(() => {
  model.encoder.dispose();
  model.generator.dispose();
});
const norm = (z: Float32Array): number => Math.hypot(...z);

describe('interpolateLatents', () => {
  const [z1, z2] = [seededNormal(6, 1), seededNormal(6, 2)];
  it('convention: alpha is the weight of the first, as in Section 5.3', () => {
    const between = interpolateLatents(Float32Array.from([1, 10]), Float32Array.from([2, 20]), 0.75);
    expect(between).toBeAllClose([1.25, 12.5]);
  });
  it.each(['linear', 'spherical'] as const)('ends exactly at both vectors (%s)', (path) => {
    expect(interpolateLatents(z1, z2, 1, path)).toEqual(z1);
    expect(interpolateLatents(z1, z2, 0, path)).toEqual(z2);
  });
  it('stays on the sphere and turns evenly (spherical)', () => {
    const unit = (z: Float32Array): Float32Array => z.map((value) => value / norm(z));
    const [a, b] = [unit(z1), unit(z2)];
    const angle = (p: Float32Array, q: Float32Array): number =>
      Math.acos(p.reduce((sum, value, i) => sum + value * (q[i] ?? NaN), 0));
    const third = interpolateLatents(a, b, 2 / 3, 'spherical');
    expect(norm(third)).toBeCloseTo(1, 6);
    expect(angle(a, third)).toBeCloseTo(angle(a, b) / 3, 5);
    expect(angle(third, b)).toBeCloseTo((angle(a, b) * 2) / 3, 5);
    expect(norm(interpolateLatents(a, b, 2 / 3, 'linear'))).toBeLessThan(0.99);
  });
  it('takes the line where there is no great circle', () => {
    const zero = new Float32Array(6);
    for (const other of [z1.map((value) => 2 * value), z1.map((value) => -value), zero]) {
      expect(interpolateLatents(z1, other, 0.3, 'spherical')).toEqual(interpolateLatents(z1, other, 0.3));
    }
    expect(() => interpolateLatents(z1, new Float32Array(2), 0)).toThrow('expected one length, got 6 and 2');
  });
});

describe('morph', () => {
  it.each(['linear', 'spherical'] as const)(
    'begins and ends with the reconstructions, bit by bit (%s)',
    async (path) => {
      const result = await morph(model, first, second, { labels, steps: 4, path });
      expect([result.rows, result.columns, ...result.shape]).toEqual([2, 4, 8, 32, 32, 1]);
      const starts = await reconstruct(model, first, { labels });
      const ends = await reconstruct(model, second, { labels });
      for (const row of [0, 1]) {
        expect(imageOf(result, row * 4)).toEqual(imageOf(starts, row));
        expect(imageOf(result, row * 4 + 3)).toEqual(imageOf(ends, row));
        expect(distance(imageOf(starts, row), imageOf(ends, row))).toBeGreaterThan(0.01);
      }
    },
  );
  it.each(['linear', 'spherical'] as const)('draws the path between them (%s)', async (path) => {
    const result = await morph(model, first, second, { labels, steps: 5, path });
    expect(result.alphas).toEqual([1, 0.75, 0.5, 0.25, 0]);
    const starts = await reconstruct(model, first, { labels });
    const ends = await reconstruct(model, second, { labels });
    for (const row of [0, 1]) {
      const z = ({ latents }: { latents: Float32Array }): Float32Array =>
        latents.slice(row * LATENT_SIZE, (row + 1) * LATENT_SIZE);
      for (const [column, alpha] of result.alphas.entries()) {
        const between = interpolateLatents(z(starts), z(ends), alpha, path);
        const { images } = await generateImages(model.generator, between, { labels: [labels[row] ?? NaN] });
        expect(imageOf(result, row * 5 + column)).toEqual(images);
      }
    }
  });
  it.each(['linear', 'spherical'] as const)('goes from class to class along a line (%s)', async (path) => {
    const secondLabels = [2, 1]; // the first row stays in its class
    const result = await morph(model, first, second, { labels, secondLabels, steps: 5, path });
    const starts = await reconstruct(model, first, { labels });
    const ends = await reconstruct(model, second, { labels: secondLabels });
    const ofRow = ({ latents }: { latents: Float32Array }): Float32Array => latents.slice(LATENT_SIZE);
    for (const [column, alpha] of result.alphas.entries()) {
      const between = interpolateLatents(ofRow(starts), ofRow(ends), alpha, path);
      const mixture = [
        { classId: 0, weight: alpha },
        { classId: 1, weight: 1 - alpha },
      ];
      const { images } = await generateImages(model.generator, between, { labels: [mixture] });
      expect(imageOf(result, 5 + column)).toEqual(images);
    }
    const within = await morph(model, first, second, { labels, steps: 5, path });
    expect(imageOf(result, 2)).toEqual(imageOf(within, 2));
    expect(imageOf(result, 7)).not.toEqual(imageOf(within, 7));
  });
  it('can be just the two ends', async () => {
    const result = await morph(model, first, second, { labels, steps: 2 });
    expect(result.alphas).toEqual([1, 0]);
    expect(imageOf(result, 3)).toEqual(imageOf(await reconstruct(model, second, { labels }), 1));
  });
  it('works without classes', async () => {
    const unconditional = tinyModel({ numClasses: 0 });
    expect((await morph(unconditional, first, second, { steps: 3 })).shape[0]).toBe(6);
    unconditional.encoder.dispose();
    unconditional.generator.dispose();
  });
  it('leaves no tensors', async () => {
    const before = tf.memory().numTensors;
    await morph(model, first, second, { labels, steps: 3 });
    expect(tf.memory().numTensors).toBe(before);
  });
  it('names what is wrong', async () => {
    await expect(morph(model, first, second, { labels, steps: 1 })).rejects.toThrow(
      'morph: steps must be an integer >= 2, got 1',
    );
    await expect(morph(model, first, randomImages(1, 1), { labels })).rejects.toThrow(
      'both ends must have one shape, got [2,32,32,1] and [1,32,32,1]',
    );
  });
});
