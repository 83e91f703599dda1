import { afterAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { distance, imageOf, PIXELS, randomImages, tinyModel } from './__fixtures__/tiny-model.js';
import { inpaint, randomSquareMasks, reconstruct, type ImageArray, type Masks } from './index.js';

const model = tinyModel();
const images = randomImages(2, 1);
images.images.set([-0, 1e-42, 1, -1, 0.1], 0); // values whose bits a product with 1 or a sum with 0 could change
const labels = [2, 0];
const masks = randomSquareMasks({ count: 2, height: 32, width: 32, seed: 3 });
masks.data.fill(0, 0, 32);
afterAll(() => {
  model.encoder.dispose();
  model.generator.dispose();
});

/** The values where the mask is 0 (or 1), with their bits. */
function bits({ images: values }: ImageArray, where: 0 | 1): number[] {
  return Array.from(new Uint32Array(values.slice().buffer)).filter((_, index) => masks.data[index] === where);
}
const constant = (value: 0 | 1): Masks => ({ data: new Uint8Array(PIXELS).fill(value), shape: [1, 32, 32] });

describe('inpaint', () => {
  it('leaves every pixel outside the mask unchanged, bit by bit, in every iteration', async () => {
    const { corrupted, stages } = await inpaint(model, images, masks, { labels, iterations: 3 });
    expect(stages).toHaveLength(3);
    for (const stage of [corrupted, ...stages]) {
      expect(stage.shape).toEqual(images.shape);
      expect(bits(stage, 0)).toEqual(bits(images, 0));
    }
  });
  it('paints what E and G make of the image before (Eq. 8)', async () => {
    const { corrupted, stages } = await inpaint(model, images, masks, { labels, iterations: 3 });
    expect(bits(corrupted, 1).every((value) => value === 0)).toBe(true);
    let before = corrupted;
    for (const stage of stages) {
      expect(bits(stage, 1)).toEqual(bits(await reconstruct(model, before, { labels }), 1));
      before = stage;
    }
    expect(distance(stages[0]!.images, stages[1]!.images)).toBeGreaterThan(0);
  });
  it('cannot see what the hole hides, unless it is told to keep it', async () => {
    const scrambled = {
      ...images,
      images: images.images.map((value, index) => (masks.data[index] === 1 ? NaN : value)),
    };
    const options = { labels, iterations: 1, fill: -1 };
    const hidden = await inpaint(model, images, masks, options);
    expect(await inpaint(model, scrambled, masks, options)).toEqual(hidden);
    expect(hidden.corrupted.images[masks.data.indexOf(1)]).toBe(-1);
    const kept = await inpaint(model, images, masks, { ...options, fill: 'keep' });
    expect(kept.corrupted.images).toEqual(images.images);
    expect(kept.stages).not.toEqual(hidden.stages);
  });
  it('is the image itself under an empty mask, and its reconstruction under a full one', async () => {
    const options = { labels, iterations: 1, fill: 'keep' } as const;
    expect((await inpaint(model, images, constant(0), options)).stages[0]).toEqual(images);
    const { images: drawn } = await reconstruct(model, images, { labels });
    expect((await inpaint(model, images, constant(1), options)).stages[0]?.images).toEqual(drawn);
  });
  it('takes one mask for all images', async () => {
    const one: Masks = { data: masks.data.slice(PIXELS), shape: [1, 32, 32] };
    const both: Masks = { data: Uint8Array.from([...one.data, ...one.data]), shape: [2, 32, 32] };
    const options = { labels, iterations: 1 };
    expect(await inpaint(model, images, one, options)).toEqual(await inpaint(model, images, both, options));
  });
  it('masks all channels of a pixel', async () => {
    const colour = tinyModel({ channels: 3 });
    const photos = randomImages(2, 1, 3);
    const options = { labels, iterations: 1 };
    const { corrupted, stages } = await inpaint(colour, photos, masks, options);
    const { images: drawn } = await reconstruct(colour, corrupted, { labels });
    for (const [index, value] of photos.images.entries()) {
      const inHole = masks.data[Math.floor(index / 3)] === 1;
      expect(corrupted.images[index]).toBe(inHole ? 0 : value);
      expect(stages[0]?.images[index]).toBe(inHole ? drawn[index] : value);
    }
    colour.encoder.dispose();
    colour.generator.dispose();
  });
  it('leaves no tensors and does not touch its input', async () => {
    const before = tf.memory().numTensors;
    const copy = images.images.slice();
    await inpaint(model, images, masks, { labels, iterations: 2 });
    expect(tf.memory().numTensors).toBe(before);
    expect(images.images).toEqual(copy);
    expect(imageOf(images, 0)).toHaveLength(PIXELS);
  });
  it('names what is wrong', async () => {
    const run = (changes: { masks?: Masks; iterations?: number; fill?: number }): Promise<unknown> =>
      inpaint(model, images, changes.masks ?? masks, { labels, ...changes });
    await expect(run({ iterations: 0 })).rejects.toThrow(
      'inpaint: iterations must be an integer >= 1, got 0',
    );
    await expect(run({ fill: 2 })).rejects.toThrow(
      "inpaint: fill must be a number in [-1, 1] or 'keep', got 2",
    );
    await expect(run({ masks: { ...masks, shape: [3, 32, 32] } })).rejects.toThrow(
      'inpaint: masks: expected shape [2,32,32] or [1,32,32], got [3,32,32]',
    );
    await expect(run({ masks: { ...masks, shape: [1, 32, 32] } })).rejects.toThrow(
      'needs 1024 numbers, got 2048',
    );
    await expect(
      run({ masks: { data: new Uint8Array(1024).fill(255), shape: [1, 32, 32] } }),
    ).rejects.toThrow('expected 0 or 1, got 255');
  });
});
