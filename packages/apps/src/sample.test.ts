import { afterAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { buildGenerator } from '@cvg/nets';
import { distance, imageOf, LATENT_SIZE, tinyModel } from './__fixtures__/tiny-model.js';
import {
  classVectors,
  eachClass,
  generateImages,
  sampleBatches,
  sampleClass,
  sampleGrid,
  sampleImages,
  sampleLatents,
  type ImageArray,
} from './index.js';

const { encoder, generator } = tinyModel();
afterAll(() => {
  encoder.dispose();
  generator.dispose();
});

describe('sampleImages', () => {
  it('is G of the seeded noise and the class vectors', async () => {
    const labels = [
      2,
      0,
      [
        { classId: 0, weight: 0.5 },
        { classId: 1, weight: 0.5 },
      ],
    ];
    const { images, shape } = await sampleImages(generator, { labels, seed: 3 });
    expect(shape).toEqual([3, 32, 32, 1]);
    const direct = tf.tidy(() =>
      generator
        .generate(
          tf.tensor2d(sampleLatents({ count: 3, latentSize: LATENT_SIZE, seed: 3 }), [3, LATENT_SIZE]),
          tf.tensor2d(classVectors(labels, 3), [3, 3]),
        )
        .dataSync(),
    );
    expect(images).toEqual(direct);
    expect(Math.max(...images.map(Math.abs))).toBeLessThanOrEqual(1);
  });
  it('depends on seed, class and truncation, not on the batch size', async () => {
    const labels = eachClass(3, 2);
    const sample = (changes: object): Promise<ImageArray> =>
      sampleImages(generator, { labels, seed: 3, ...changes });
    const images = await sample({});
    expect(await sample({ batchSize: 4 })).toEqual(images);
    expect(await sample({})).toEqual(images);
    for (const changes of [{ seed: 4 }, { truncation: 0.5 }, { labels: [0, 0, 0, 0, 0, 0] }]) {
      expect(distance((await sample(changes)).images, images.images)).toBeGreaterThan(0.01);
    }
  });
  it('asks for labels as it goes, and stops when nobody asks', async () => {
    let asked = 0;
    function* endless(): Generator<number> {
      for (;;) yield asked++ % 3;
    }
    const before = tf.memory().numTensors;
    const shapes: number[] = [];
    for await (const batch of sampleBatches(generator, { labels: endless(), seed: 0, batchSize: 2 })) {
      shapes.push(batch.shape[0]);
      expect(tf.memory().numTensors).toBe(before);
      if (shapes.length === 3) break;
    }
    expect([asked, ...shapes]).toEqual([6, 2, 2, 2]);
  });
  it('names what is wrong', async () => {
    const before = tf.memory().numTensors;
    const seed = 0;
    await expect(sampleImages(generator, { labels: [3], seed })).rejects.toThrow(
      'expected integers in [0, 3), got 3 at 0',
    );
    await expect(sampleImages(generator, { labels: [], seed })).rejects.toThrow(
      'sampleImages: labels: expected at least one, got none',
    );
    await expect(sampleImages(generator, { labels: [undefined], seed })).rejects.toThrow(
      'labels: this network knows 3 classes: give one for each image',
    );
    await expect(sampleImages(generator, { labels: [0, undefined], seed })).rejects.toThrow(
      'expected 2 labels, got 1',
    );
    await expect(sampleImages(generator, { labels: [0], seed, batchSize: 0 })).rejects.toThrow(
      'sampleBatches: batchSize must be an integer >= 1, got 0',
    );
    await expect(sampleImages(generator, { labels: [0], seed: 0.5 })).rejects.toThrow(
      'seed must be a safe integer, got 0.5',
    );
    await expect(generateImages(generator, new Float32Array(5), { labels: [0] })).rejects.toThrow(
      'generateImages: latents: expected rows of 4 numbers, got 5 numbers',
    );
    await expect(generateImages(generator, new Float32Array(4), { labels: [0, 1] })).rejects.toThrow(
      'generateImages: labels: expected 1 labels, got 2',
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('sampleClass', () => {
  it('gives a class; a mixture of that class alone is the same', async () => {
    const [count, seed] = [3, 8];
    const whole = await sampleClass(generator, { label: 1, count, seed });
    expect(await sampleImages(generator, { labels: [1, 1, 1], seed })).toEqual(whole);
    expect(await sampleClass(generator, { label: [{ classId: 1, weight: 1 }], count, seed })).toEqual(whole);
    const other = await sampleClass(generator, { label: 2, count, seed });
    expect(distance(other.images, whole.images)).toBeGreaterThan(0.01);
  });
  it('works without classes, and refuses a class then', async () => {
    const { encoder: unused, generator: unconditional } = tinyModel({ numClasses: 0 });
    unused.dispose();
    const { shape } = await sampleClass(unconditional, { count: 2, seed: 0 });
    expect(shape).toEqual([2, 32, 32, 1]);
    await expect(sampleClass(unconditional, { label: 0, count: 2, seed: 0 })).rejects.toThrow(
      'labels: this network knows no classes: leave them out',
    );
    const grid = await sampleGrid(unconditional, { seed: 0, columns: 2 });
    expect([grid.rows, grid.columns, grid.images]).toEqual([
      1,
      2,
      (await sampleClass(unconditional, { count: 2, seed: 0 })).images,
    ]);
    unconditional.dispose();
  });
  it('refuses a generator of points', async () => {
    const points = buildGenerator({ architecture: 'mlp', role: 'generator', latentSize: 2, seed: 0 });
    await expect(sampleClass(points, { count: 1, seed: 0 })).rejects.toThrow('an MLP makes no images');
    points.dispose();
  });
});

describe('sampleGrid', () => {
  it('has a row for each class, with the noise of sampleClass in each', async () => {
    const grid = await sampleGrid(generator, { seed: 5, columns: 2 });
    expect([grid.rows, grid.columns, ...grid.shape]).toEqual([3, 2, 6, 32, 32, 1]);
    for (const label of [0, 1, 2]) {
      const row = await sampleClass(generator, { label, count: 2, seed: 5 });
      for (const column of [0, 1]) expect(imageOf(grid, label * 2 + column)).toEqual(imageOf(row, column));
    }
  });
  it('takes the rows it is given', async () => {
    const grid = await sampleGrid(generator, {
      seed: 5,
      columns: 2,
      labels: [2, [{ classId: 2, weight: 1 }]],
    });
    expect(imageOf(grid, 3)).toEqual(imageOf(grid, 1));
    expect(grid.rows).toBe(2);
    await expect(sampleGrid(generator, { seed: 5, labels: [] })).rejects.toThrow(
      'expected at least one class, got none',
    );
    await expect(sampleGrid(generator, { seed: 5, columns: 0 })).rejects.toThrow(
      'columns must be an integer >= 1, got 0',
    );
  });
});
