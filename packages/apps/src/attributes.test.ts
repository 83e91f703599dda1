import { afterAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { imageOf, LATENT_SIZE, randomImages, tinyModel } from './__fixtures__/tiny-model.js';
import { attributeDirection, encodeImages, generateImages, reconstruct, shiftAttribute } from './index.js';

const model = tinyModel();
afterAll(() => {
  model.encoder.dispose();
  model.generator.dispose();
});
const withIt = { ...randomImages(3, 1), labels: [0, 1, 2] };
const without = { ...randomImages(2, 2), labels: [1, 1] };

describe('attributeDirection', () => {
  it('leads from the mean of one group to the mean of the other', async () => {
    const direction = await attributeDirection(model.encoder, withIt, without, { batchSize: 2 });
    const { mean: a } = await encodeImages(model.encoder, withIt, withIt);
    const { mean: b } = await encodeImages(model.encoder, without, without);
    const expected = Array.from({ length: LATENT_SIZE }, (_, i) => {
      const at = (z: Float32Array, row: number): number => z[row * LATENT_SIZE + i]!;
      return (at(a, 0) + at(a, 1) + at(a, 2)) / 3 - (at(b, 0) + at(b, 1)) / 2;
    });
    expect(direction).toBeAllClose(expected);
    const back = await attributeDirection(model.encoder, without, withIt);
    expect(back).toBeAllClose(expected.map((value) => -value));
    expect(await attributeDirection(model.encoder, withIt, withIt)).toEqual(new Float32Array(LATENT_SIZE));
  });
});

describe('shiftAttribute', () => {
  const images = randomImages(2, 5);
  const labels = [2, 0];
  const direction = Float32Array.from({ length: LATENT_SIZE }, (_, index) => index - 1.5);
  it('draws z + strength * direction, a row an image', async () => {
    const strengths = [0, 1, -0.5];
    const grid = await shiftAttribute(model, images, direction, { labels, strengths });
    expect([grid.rows, grid.columns, ...grid.shape]).toEqual([2, 3, 6, 32, 32, 1]);
    const again = await reconstruct(model, images, { labels });
    for (const row of [0, 1]) {
      expect(imageOf(grid, row * 3)).toEqual(imageOf(again, row));
      for (const [column, strength] of strengths.entries()) {
        const z = again.latents.slice(row * LATENT_SIZE, (row + 1) * LATENT_SIZE);
        const moved = z.map((value, index) => value + strength * direction[index]!);
        const { images: expected } = await generateImages(model.generator, moved, { labels: [labels[row]!] });
        expect(imageOf(grid, row * 3 + column)).toEqual(expected);
      }
    }
  });
  it('has five columns unless told otherwise, and leaves no tensors', async () => {
    const before = tf.memory().numTensors;
    expect((await shiftAttribute(model, images, direction, { labels })).columns).toBe(5);
    expect(tf.memory().numTensors).toBe(before);
  });
  it('names what is wrong', async () => {
    await expect(shiftAttribute(model, images, new Float32Array(3), { labels })).rejects.toThrow(
      'shiftAttribute: direction: expected 4 numbers, got 3.',
    );
    await expect(shiftAttribute(model, images, direction, { labels, strengths: [] })).rejects.toThrow(
      'shiftAttribute: strengths.length must be an integer >= 1, got 0',
    );
  });
});
