import { afterAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { seededNormal } from '@cvg/test-utils';
import { linearModel, ridge } from './__fixtures__/linear-model.js';
import { distance, imageOf, PIXELS, randomImages, tinyModel } from './__fixtures__/tiny-model.js';
import {
  boxDownsample,
  generateImages,
  reconstruct,
  superResolve,
  superResolveByDescent,
  type ImageArray,
  withLowFrequencies,
} from './index.js';

const model = tinyModel();
const images = randomImages(2, 1);
const labels = [2, 0];
const NEAR = { rtol: 0, atol: 1e-6 };
afterAll(() => {
  model.encoder.dispose();
  model.generator.dispose();
});

describe('superResolve', () => {
  it.each([2, 4, 8])('keeps the known low frequencies in every stage (factor %i)', async (factor) => {
    const small = boxDownsample(images, factor);
    const { enlarged, stages } = await superResolve(model, small, { labels, iterations: 2 });
    expect(stages).toHaveLength(2);
    for (const stage of [enlarged, ...stages]) {
      expect(stage.shape).toEqual(images.shape);
      expect(boxDownsample(stage, factor).images).toBeAllClose(small.images, NEAR);
    }
  });
  it('takes from G what the small image does not say', async () => {
    const small = boxDownsample(images, 4);
    const { enlarged, stages } = await superResolve(model, small, { labels, iterations: 2 });
    let before = enlarged;
    for (const stage of stages) {
      expect(stage).toEqual(withLowFrequencies(await reconstruct(model, before, { labels }), small));
      expect(distance(stage.images, before.images)).toBeGreaterThan(0.01);
      before = stage;
    }
  });
  it('sees the small image only', async () => {
    const flat = {
      images: images.images.map((_, index) => (index < 1024 ? 0.25 : -0.5)),
      shape: images.shape,
    };
    const { enlarged } = await superResolve(model, boxDownsample(flat, 8), { labels, iterations: 1 });
    expect(enlarged.images).toBeAllClose(flat.images); // an even image is enlarged to itself
  });
  it('is done at factor 1: everything is known', async () => {
    const { enlarged, stages } = await superResolve(model, images, { labels, iterations: 1 });
    expect(enlarged.images).toBeAllClose(images.images);
    expect(stages[0]?.images).toBeAllClose(images.images);
  });
  it('enlarges a ramp to a ramp', async () => {
    const ramp = {
      images: Float32Array.from({ length: 64 }, (_, index) => -0.7 + 0.2 * (index % 8)),
      shape: [1, 8, 8, 1] as const,
    };
    const { enlarged } = await superResolve(model, ramp, { labels: [1], iterations: 1 });
    const line = enlarged.images.slice(16 * 32 + 4, 16 * 32 + 28); // away from the borders
    expect(line).toBeAllClose(Array.from({ length: 24 }, (_, x) => -0.7 + 0.05 * (x + 2.5)));
  });
  it('enlarges a mirrored image to the mirrored image', async () => {
    const mirrored = ({ images: values, shape }: ImageArray): ImageArray => ({
      images: values.map(
        (_, index) => values[index - (index % shape[2]) + shape[2] - 1 - (index % shape[2])]!,
      ),
      shape,
    });
    const small = boxDownsample(images, 4);
    const options = { labels, iterations: 1 };
    const { enlarged } = await superResolve(model, small, options);
    const { enlarged: other } = await superResolve(model, mirrored(small), options);
    expect(other.images).toBeAllClose(mirrored(enlarged).images);
  });
  it('leaves no tensors and names what is wrong', async () => {
    const before = tf.memory().numTensors;
    await superResolve(model, boxDownsample(images, 2), { labels, iterations: 1 });
    expect(tf.memory().numTensors).toBe(before);
    await expect(superResolve(model, boxDownsample(images, 2), { labels, iterations: 0 })).rejects.toThrow(
      'superResolve: iterations must be an integer >= 1, got 0',
    );
    await expect(superResolve(model, randomImages(1, 1, 3), { labels })).rejects.toThrow(
      'superResolve: small: expected [1,32/f,32/f,1] for an integer f, got [1,32,32,3]',
    );
  });
});

describe('superResolveByDescent', () => {
  it.each([0, 3])('finds the minimum of a linear G (prior %i)', async (prior) => {
    const weights = seededNormal(2 * PIXELS, 4).map((draw) => 0.1 * draw);
    const small = boxDownsample(images, 4);
    const before = tf.memory().numTensors;
    const result = await superResolveByDescent(linearModel(weights), small, {
      steps: 300,
      priorWeight: prior,
    });
    expect(tf.memory().numTensors).toBe(before);
    const reduced = boxDownsample({ images: weights, shape: [2, 32, 32, 1] }, 4).images;
    for (const row of [0, 1]) {
      // A low frequency stands for 16 pixels, so its row has the weight 4.
      const known = Array.from(imageOf(small, row), (x, pixel) => {
        return { w1: 4 * reduced[pixel]!, w2: 4 * reduced[64 + pixel]!, x: 4 * x };
      });
      expect(result.latents.slice(2 * row, 2 * row + 2)).toBeAllClose(ridge(known, prior), {
        rtol: 1e-3,
        atol: 1e-3,
      });
    }
  });
  it('keeps the known low frequencies, and takes the rest from G', async () => {
    const small = boxDownsample(images, 4);
    const result = await superResolveByDescent(model, small, { labels, steps: 3 });
    expect(boxDownsample(result, 4).images).toBeAllClose(small.images, NEAR);
    const drawn = await generateImages(model.generator, result.latents, { labels });
    expect(result.images).toEqual(withLowFrequencies(drawn, small).images);
  });
});
