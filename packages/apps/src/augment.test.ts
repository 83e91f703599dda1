import { afterAll, describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { imageOf, tinyModel } from './__fixtures__/tiny-model.js';
import {
  augmentationBatches,
  classVectors,
  eachClass,
  mixedIdentities,
  type AugmentationOptions,
  type ImageArray,
} from './index.js';

const { encoder, generator } = tinyModel();
encoder.dispose();
afterAll(() => generator.dispose());

describe('mixedIdentities', () => {
  const ids = (count: number, numClasses: number, seed = 0): string[] =>
    mixedIdentities({ count, numClasses, seed }).map((mixture) =>
      mixture.map(({ classId }) => classId).join(),
    );
  it('mixes three different classes in equal shares', () => {
    const mixtures = mixedIdentities({ count: 50, numClasses: 10, seed: 1 });
    const vectors = classVectors(mixtures, 10);
    for (let row = 0; row < 50; row++) {
      const shares = [...vectors.slice(row * 10, (row + 1) * 10)].filter((share) => share > 0);
      expect(shares).toBeAllClose([1 / 3, 1 / 3, 1 / 3]);
    }
  });
  it('gives every mixture there is once, and no more', () => {
    const all = ids(120, 10);
    expect(new Set(all).size).toBe(120); // 10 over 3
    expect(new Set(all.map((mixture) => mixture.split(',').sort().join())).size).toBe(120);
    expect(() => ids(121, 10)).toThrow(
      'mixedIdentities: 3 of 10 classes make 120 mixtures, asked for were 121.',
    );
    expect(() => ids(1, 2)).toThrow('3 of 2 classes make 0 mixtures');
  });
  it('begins with the same ones, and differs by seed', () => {
    expect(ids(200, 40).slice(0, 20)).toEqual(ids(20, 40));
    expect(ids(20, 40, 1)).not.toEqual(ids(20, 40));
  });
  it('takes every class about equally often', () => {
    const counts = new Int32Array(20);
    for (const mixture of mixedIdentities({ count: 1000, numClasses: 20, seed: 2 })) {
      for (const { classId } of mixture) counts[classId]!++;
    }
    // 3 of 20: expected 150, standard deviation below 11.3
    expect(Math.min(...counts)).toBeGreaterThan(150 - 45);
    expect(Math.max(...counts)).toBeLessThan(150 + 45);
  });
  it('mixes another number of classes', () => {
    expect(
      mixedIdentities({ count: 2, numClasses: 2, seed: 0, parts: 1 })
        .flat()
        .map(({ weight }) => weight),
    ).toEqual([1, 1]);
  });
});

describe('augmentationBatches', () => {
  const options: AugmentationOptions = {
    identities: [0, ...mixedIdentities({ count: 1, numClasses: 3, seed: 0 })],
    perIdentity: 5,
    seed: 3,
  };
  const draw = async (changes: Partial<AugmentationOptions> = {}): Promise<ImageArray[]> => {
    const batches: ImageArray[] = [];
    for await (const batch of augmentationBatches(generator, { ...options, ...changes })) batches.push(batch);
    return batches;
  };
  const all = async (changes: Partial<AugmentationOptions> = {}): Promise<Float32Array[]> =>
    (await draw(changes)).flatMap((batch) =>
      Array.from({ length: batch.shape[0] }, (_, index) => imageOf(batch, index)),
    );

  it('can begin anywhere: the same images follow', async () => {
    const images = await all();
    expect(images).toHaveLength(10);
    for (const start of [1, 5, 9]) expect(await all({ start })).toEqual(images.slice(start));
    expect(await all({ start: 10 })).toEqual([]);
    expect(await all({ batchSize: 3 })).toEqual(images);
    expect((await draw({ batchSize: 4 })).map(({ shape }) => shape[0])).toEqual([4, 4, 2]);
  });
  it('draws each image of a z of its own', async () => {
    const images = (await all({ identities: [...eachClass(2, 1)] })).map((image) => image.join());
    expect(new Set(images).size).toBe(10);
    const other = (await all({ identities: [0, 1], seed: 4 })).map((image) => image.join());
    expect(images.filter((image) => other.includes(image))).toEqual([]);
  });
  it('draws the identity that is asked for', async () => {
    const third = { classId: 2, weight: 1 };
    expect(await all({ identities: [[third], 1] })).toEqual(await all({ identities: [2, 1] }));
    const [both, first, second] = [
      await all({ identities: [2, 1] }),
      await all({ identities: [2, 2] }),
      await all({ identities: [1, 1] }),
    ];
    expect(both).toEqual([...first.slice(0, 5), ...second.slice(5)]);
    expect((await all({ identities: [2, 1] }))[0]).not.toEqual((await all({ identities: [1, 1] }))[0]);
  });
  it('leaves no tensors and names what is wrong', async () => {
    const before = tf.memory().numTensors;
    await draw();
    expect(tf.memory().numTensors).toBe(before);
    await expect(draw({ perIdentity: 0 })).rejects.toThrow(
      'augmentationBatches: perIdentity must be an integer >= 1',
    );
    await expect(draw({ start: -1 })).rejects.toThrow(
      'augmentationBatches: start must be an integer >= 0, got -1',
    );
  });
});
