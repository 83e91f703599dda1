import { describe, expect, it } from '@jest/globals';
import { datasetOf, type ImageDataset } from './image-dataset.js';
import type { ImageBatch, ImageBytes, JsonValue } from './types.js';

/** 40 images of 2x3x1: image n has the bytes n, n + 100, ...; classes 0, 1, 2 in turn; every fourth is held out. */
const bytes: ImageBytes = {
  images: Uint8Array.from({ length: 240 }, (_, index) => Math.floor(index / 6) + 30 * (index % 6)),
  labels: Int32Array.from({ length: 40 }, (_, index) => index % 3),
  shape: [40, 2, 3, 1],
  classes: ['a', 'b', 'c'],
};
const heldOut = [3, 7, 11, 15, 19, 23, 27, 31, 35, 39];
const data = datasetOf(bytes, { heldOut });

const toByte = (value: number): number => Math.round((value + 1) * 127.5);
/** The rows of a batch, read off the pixels; a mirrored image has its smallest byte on the right. */
const rowsOf = ({ images, shape }: ImageBatch): number[] =>
  Array.from({ length: shape[0] }, (_, image) =>
    toByte(Math.min(...images.subarray(6 * image, 6 * image + 6))),
  );
const isMirrored = ({ images }: ImageBatch, image: number): boolean =>
  images[6 * image]! > images[6 * image + 2]!;

async function take(source: { next(): Promise<ImageBatch> }, count: number): Promise<ImageBatch[]> {
  const batches: ImageBatch[] = [];
  for (let index = 0; index < count; index++) batches.push(await source.next());
  return batches;
}

describe('ImageDataset', () => {
  it('reads rows in any order, with labels, in [-1, 1]', async () => {
    const { images, labels, shape } = await data.read([39, 0, 39]);
    expect(shape).toEqual([3, 2, 3, 1]);
    expect([...labels]).toEqual([0, 0, 0]);
    const expected = [39, 0, 39].flatMap((row) =>
      [0, 30, 60, 90, 120, 150].map((step) => (row + step) / 127.5 - 1),
    );
    expect(images).toBeAllClose(expected);
    expect((await data.read([])).shape).toEqual([0, 2, 3, 1]);
    for (const row of [-1, 40, 0.5, NaN]) {
      await expect(data.read([0, row])).rejects.toThrow(
        `read: rows must be integers from 0 to 39, got ${row}.`,
      );
    }
  });

  it('counts and lists by split', () => {
    expect([...data.rows('held-out')]).toEqual(heldOut);
    expect([...data.rows('train'), ...heldOut].sort((a, b) => a - b)).toEqual([...data.rows()]);
    expect([...data.labelCounts()]).toEqual([14, 13, 13]);
    expect([...data.labelCounts('held-out')]).toEqual([4, 3, 3]);
    expect([...data.labelCounts('train')]).toEqual([10, 10, 10]);
    expect(data.length).toBe(40);
    expect(data.numClasses).toBe(3);
    expect(() => data.rows('test' as 'all')).toThrow(
      'rows: split must be one of train, held-out, all, got test.',
    );
  });

  it('goes through a split in order', async () => {
    const batches: ImageBatch[] = [];
    for await (const batch of data.inOrder({ batchSize: 4 })) batches.push(batch);
    expect(batches.map(({ shape }) => shape[0])).toEqual([4, 4, 2]);
    expect(batches.flatMap(rowsOf)).toEqual(heldOut);
    expect(batches.flatMap(({ labels }) => [...labels])).toEqual(heldOut.map((row) => row % 3));
  });

  it('refuses arrays that do not fit together', () => {
    expect(() => datasetOf({ ...bytes, shape: [40, 2, 3, 3] })).toThrow(
      'datasetOf: shape [40,2,3,3] needs 40 labels and 720 bytes, got 40 and 240.',
    );
    expect(() => datasetOf({ ...bytes, classes: ['a', 'b'] })).toThrow(
      'datasetOf: labels must be integers from 0 to 1, got 2.',
    );
    expect(() => datasetOf(bytes, { heldOut: [40] })).toThrow(
      'datasetOf: heldOut must hold integers from 0 to 39, got 40.',
    );
  });
});

describe('batches', () => {
  it('gives every training image once an epoch, also where batches cross its end', async () => {
    const source = data.batches({ batchSize: 8, seed: 1 });
    expect(source.epochSize).toBe(30);
    const batches = await take(source, 15);
    expect(new Set(batches.map(({ shape }) => String(shape)))).toEqual(new Set(['8,2,3,1']));
    const rows = batches.flatMap(rowsOf);
    for (let epoch = 0; epoch < 4; epoch++) {
      expect(Int32Array.from(rows.slice(30 * epoch, 30 * epoch + 30)).sort()).toEqual(data.rows('train'));
    }
    expect(batches.flatMap(({ labels }) => [...labels])).toEqual(rows.map((row) => row % 3));
  });

  it('repeats with its seed only', async () => {
    const rows = async (seed: number): Promise<number[]> =>
      (await take(data.batches({ batchSize: 10, seed }), 6)).flatMap(rowsOf);
    const first = await rows(1);
    expect(await rows(1)).toEqual(first);
    expect(await rows(2)).not.toEqual(first);
  });

  it('keeps to its split', async () => {
    const rows = async (split: 'held-out' | 'all', count: number): Promise<Int32Array> =>
      Int32Array.from(
        (await take(data.batches({ batchSize: 10, seed: 1, split }), count)).flatMap(rowsOf),
      ).sort();
    expect(await rows('held-out', 1)).toEqual(Int32Array.from(heldOut));
    expect(await rows('all', 4)).toEqual(data.rows());
  });

  it('balances classes', async () => {
    const source = data.batches({ batchSize: 6, seed: 1, order: 'class-balanced', split: 'all' });
    for (const { labels } of await take(source, 10)) expect([...labels].sort()).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('mirrors half of the images, others each epoch', async () => {
    const batches = await take(data.batches({ batchSize: 30, seed: 1, flip: true }), 100);
    const plain = await take(data.batches({ batchSize: 30, seed: 1 }), 100);
    const flips = batches.flatMap((batch) =>
      Array.from({ length: 30 }, (_, image) => isMirrored(batch, image)),
    );
    const share = flips.filter(Boolean).length / flips.length;
    expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 3000)); // four standard errors
    expect(flips.slice(0, 30)).not.toEqual(flips.slice(30, 60));
    // Otherwise the same images: each row of three pixels as it was, or backwards.
    const expected = plain.map(({ images }, batch) =>
      images.map((_, index) => {
        const mirrored = flips[30 * batch + Math.floor(index / 6)];
        return images[mirrored ? index - (index % 3) + 2 - (index % 3) : index]!;
      }),
    );
    expect(batches.map(({ images }) => images)).toEqual(expected);
  });

  it('does not hand out an array twice', async () => {
    const source = data.batches({ batchSize: 30, seed: 1 });
    const [first] = await take(source, 1);
    first!.images.fill(7);
    const again = data.batches({ batchSize: 30, seed: 1 });
    expect((await take(again, 1))[0]!.images.includes(7)).toBe(false);
    expect((await take(source, 1))[0]!.images.includes(7)).toBe(false);
  });

  it('gives consecutive batches to calls that do not wait for each other', async () => {
    const source = data.batches({ batchSize: 7, seed: 1 });
    const together = await Promise.all([source.next(), source.next(), source.next()]);
    expect(together).toEqual(await take(data.batches({ batchSize: 7, seed: 1 }), 3));
  });

  it('refuses options that make no sense', () => {
    const refused = (wrong: object) => (): unknown => data.batches({ batchSize: 4, seed: 0, ...wrong });
    expect(refused({ batchSize: 0 })).toThrow(
      'batches: batchSize must be an integer from 1 to 65536, got 0.',
    );
    expect(refused({ seed: NaN })).toThrow('batches: seed must be a safe integer, got NaN.');
    expect(refused({ order: 'sorted' })).toThrow(
      'batches: order must be one of shuffled, class-balanced, got sorted.',
    );
    expect(refused({ split: 'test' })).toThrow(
      'batches: split must be one of train, held-out, all, got test.',
    );
    expect(refused({ flip: 1 })).toThrow('batches: flip must be one of true, false, got 1.');
    expect(() => datasetOf(bytes).batches({ batchSize: 4, seed: 0, split: 'held-out' })).toThrow(
      "batches: split: the data set has no images in 'held-out'.",
    );
  });
});

describe('the position of batches', () => {
  const options = [
    { batchSize: 8, seed: 5 },
    { batchSize: 7, seed: 5, flip: true },
    { batchSize: 8, seed: 5, order: 'class-balanced', flip: true, split: 'all' },
  ] as const;

  it.each(options)('is exact: $batchSize $order $flip', async (chosen) => {
    const whole = await take(data.batches(chosen), 20);
    for (const stop of [0, 1, 4, 13]) {
      const before = data.batches(chosen);
      await take(before, stop);
      const state = JSON.parse(JSON.stringify(before.state())) as JsonValue;
      const fresh = datasetOf(bytes, { heldOut }).batches(chosen);
      await take(fresh, 2); // has read ahead elsewhere
      fresh.restore(state);
      expect(fresh.state()).toEqual(state);
      expect(await take(fresh, 20 - stop)).toEqual(whole.slice(stop));
      expect(await take(before, 1)).toEqual(whole.slice(stop, stop + 1)); // state() changes nothing
    }
  });

  it('is reached at once, however far it is', async () => {
    const source = data.batches({ batchSize: 30, seed: 5 });
    source.restore({ ...(source.state() as object), batches: 10 ** 9 });
    const [batch] = await take(source, 1);
    expect(Int32Array.from(rowsOf(batch!)).sort()).toEqual(data.rows('train'));
  });

  it('is refused if it is not of the same batches, and the difference is named', () => {
    const source = data.batches({ batchSize: 8, seed: 5 });
    const state = (of: ImageDataset, chosen: object): JsonValue =>
      of.batches({ batchSize: 8, seed: 5, ...chosen }).state();
    const restore = (wrong: JsonValue) => (): void => source.restore(wrong);
    const other = 'restore: state: it is of other batches: ';
    expect(restore(state(data, { batchSize: 9, flip: true }))).toThrow(
      `${other}batchSize 9, here 8; flip true, here false.`,
    );
    expect(restore(state(data, { seed: 6, order: 'class-balanced' }))).toThrow(
      `${other}seed 6, here 5; order class-balanced, here shuffled.`,
    );
    expect(restore(state(data, { split: 'all' }))).toThrow(
      `${other}split all, here train; images 40, here 30.`,
    );
    const changed = { ...bytes, images: bytes.images.map((byte, index) => (index === 9 ? byte + 1 : byte)) };
    expect(restore(state(datasetOf(changed, { heldOut }), {}))).toThrow(
      /batches: fingerprint [0-9a-f]{64}, here/,
    );
    const moved = datasetOf(bytes, { heldOut: [2, ...heldOut.slice(1)] });
    expect(restore(state(moved, {}))).toThrow('fingerprint');
    for (const wrong of [null, 7, {}, { ...(source.state() as object), batches: -1 }]) {
      expect(restore(wrong as JsonValue)).toThrow('restore: state: not the state of batches.');
    }
  });
});
