import { afterAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { seededNormal } from '@cvg/test-utils';
import { linearModel, ridge } from './__fixtures__/linear-model.js';
import { imageOf, PIXELS, randomImages, tinyModel } from './__fixtures__/tiny-model.js';
import { inpaintByDescent, randomSquareMasks, reconstruct, type Masks } from './index.js';

const model = tinyModel();
const images = randomImages(2, 1);
const TOLERANCE = { rtol: 1e-3, atol: 1e-3 };
const labels = [2, 0];
const masks = randomSquareMasks({ count: 2, height: 32, width: 32, seed: 3 });
afterAll(() => {
  model.encoder.dispose();
  model.generator.dispose();
});

describe('inpaintByDescent', () => {
  const weights = seededNormal(2 * PIXELS, 4).map((draw) => 0.1 * draw);
  it.each([0, 3, 20])('finds the minimum of a linear G, every image for itself (prior %i)', async (prior) => {
    const options = { steps: 300, priorWeight: prior, batchSize: 1 };
    const { latents } = await inpaintByDescent(linearModel(weights), images, masks, options);
    for (const row of [0, 1]) {
      const known = Array.from(imageOf(images, row), (x, pixel) => {
        return { w1: weights[pixel]!, w2: weights[PIXELS + pixel]!, x };
      }).filter((_, pixel) => masks.data[row * PIXELS + pixel] === 0);
      expect(latents.slice(2 * row, 2 * row + 2)).toBeAllClose(ridge(known, prior), TOLERANCE);
    }
    const together = await inpaintByDescent(linearModel(weights), images, masks, {
      steps: 300,
      priorWeight: prior,
    });
    expect(together.latents).toBeAllClose(latents);
  });
  it('weighs the prior by 3 unless told otherwise', async () => {
    const linear = linearModel(weights);
    const by = (prior?: number) =>
      inpaintByDescent(linear, images, masks, { steps: 20, ...(prior && { priorWeight: prior }) });
    expect(await by()).toEqual(await by(3));
    expect((await by(4)).latents).not.toEqual((await by(3)).latents);
  });
  it('never reads what the hole hides, and keeps the rest bit by bit', async () => {
    const scrambled = {
      ...images,
      images: images.images.map((value, index) => (masks.data[index] === 1 ? NaN : value)),
    };
    const result = await inpaintByDescent(model, images, masks, { labels, steps: 3 });
    expect(await inpaintByDescent(model, scrambled, masks, { labels, steps: 3 })).toEqual(result);
    for (const [index, value] of images.images.entries()) {
      if (masks.data[index] === 0) expect(Object.is(result.images[index], value)).toBe(true);
    }
    const { images: drawn } = await reconstruct(model, images, { labels });
    expect(result.images.some((value, index) => masks.data[index] === 1 && value !== drawn[index])).toBe(
      true,
    );
  });
  it('takes one mask for all images, and leaves no tensors', async () => {
    const one: Masks = { data: masks.data.slice(PIXELS), shape: [1, 32, 32] };
    const both: Masks = { data: Uint8Array.from([...one.data, ...one.data]), shape: [2, 32, 32] };
    const before = tf.memory().numTensors;
    const result = await inpaintByDescent(model, images, one, { labels, steps: 2 });
    expect(result).toEqual(await inpaintByDescent(model, images, both, { labels, steps: 2 }));
    expect(tf.memory().numTensors).toBe(before);
  });
  it('names what is wrong', async () => {
    const run = (options: object) => inpaintByDescent(model, images, masks, { labels, ...options });
    await expect(run({ steps: 0 })).rejects.toThrow('inpaintByDescent: steps must be an integer >= 1, got 0');
    await expect(run({ learningRate: 0 })).rejects.toThrow(
      'inpaintByDescent: learningRate must be > 0, got 0',
    );
    await expect(run({ priorWeight: -1 })).rejects.toThrow(
      'inpaintByDescent: priorWeight must be >= 0, got -1',
    );
    await expect(run({ fill: 3 })).rejects.toThrow('inpaintByDescent: fill must be a number in [-1, 1]');
  });
});
