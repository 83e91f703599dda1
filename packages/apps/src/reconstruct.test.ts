import { afterAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { buildEncoder } from '@cvg/nets';
import { distance, LATENT_SIZE, randomImages, tinyModel } from './__fixtures__/tiny-model.js';
import { classVectors, encodeImages, reconstruct } from './index.js';

const model = tinyModel();
const { encoder, generator } = model;
const images = randomImages(3, 1);
const labels = [2, 0, 1];
afterAll(() => {
  encoder.dispose();
  generator.dispose();
});

describe('encodeImages', () => {
  it('is E of the images and class vectors, in any batches', async () => {
    const direct = tf.tidy(() => {
      const { mean, logVar } = encoder.encode(
        tf.tensor4d(images.images, [3, 32, 32, 1]),
        tf.tensor2d(classVectors(labels, 3), [3, 3]),
      );
      return [mean.dataSync(), logVar.dataSync()];
    });
    const encoded = await encodeImages(encoder, images, { labels });
    expect([encoded.mean, encoded.logVar]).toEqual(direct);
    expect(encoded.latentSize).toBe(LATENT_SIZE);
    expect(await encodeImages(encoder, images, { labels, batchSize: 2 })).toEqual(encoded);
  });
  it('names what is wrong', async () => {
    await expect(encodeImages(encoder, images)).rejects.toThrow(
      'encodeImages: labels: this network knows 3 classes',
    );
    await expect(encodeImages(encoder, images, { labels: [0] })).rejects.toThrow('expected 3 labels, got 1');
    await expect(encodeImages(encoder, { ...images, shape: [3, 64, 16, 1] }, { labels })).rejects.toThrow(
      'expected shape [n,32,32,1], got [3,64,16,1]',
    );
    await expect(encodeImages(encoder, { ...images, shape: [2, 32, 32, 1] }, { labels })).rejects.toThrow(
      'needs 2048 numbers, got 3072',
    );
    for (const value of [-1.1, 200, NaN]) {
      const wrong = { ...images, images: images.images.with(7, value) };
      await expect(encodeImages(encoder, wrong, { labels })).rejects.toThrow(
        /^encodeImages: images: expected values in \[-1, 1\], got (-1\.1\d*|200|NaN) at 7; a byte becomes byte \/ 127\.5 - 1\.$/,
      );
    }
    const points = buildEncoder({ architecture: 'mlp', role: 'encoder', latentSize: 2, seed: 0 });
    await expect(encodeImages(points, images)).rejects.toThrow('an MLP takes no images');
    points.dispose();
  });
});

describe('reconstruct', () => {
  it('is G of the mean of E, and depends on the image and its class', async () => {
    const { mean } = await encodeImages(encoder, images, { labels });
    const direct = tf.tidy(() =>
      generator
        .generate(tf.tensor2d(mean, [3, LATENT_SIZE]), tf.tensor2d(classVectors(labels, 3), [3, 3]))
        .dataSync(),
    );
    const result = await reconstruct(model, images, { labels });
    expect(result.images).toEqual(direct);
    expect(result.latents).toEqual(mean);
    const otherImages = await reconstruct(model, randomImages(3, 2), { labels });
    const otherLabels = await reconstruct(model, images, { labels: [0, 1, 2] });
    expect(distance(otherImages.images, result.images)).toBeGreaterThan(0.01);
    expect(distance(otherLabels.images, result.images)).toBeGreaterThan(0.01);
  });
  it('leaves no tensors and does not touch its input', async () => {
    const before = tf.memory().numTensors;
    await reconstruct(model, images, { labels });
    expect(tf.memory().numTensors).toBe(before);
    expect(images.images).toEqual(randomImages(3, 1).images);
  });
  it('refuses networks that do not belong together', async () => {
    const other = tinyModel({ numClasses: 2 });
    await expect(reconstruct({ encoder, generator: other.generator }, images, { labels })).rejects.toThrow(
      'reconstruct: encoder and generator must have one numClasses, got 3 and 2',
    );
    other.encoder.dispose();
    other.generator.dispose();
  });
});
