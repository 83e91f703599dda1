/** What the measures say of real digits that were spoiled in known ways, on the wasm engine. */
import { beforeAll, expect, it } from '@jest/globals';
import { useBackend } from '@cvg/backend';
import { batchOf, digits, inOrder, randomBatches } from './__fixtures__/digits.js';
import {
  intraClassDiversity,
  judgeImages,
  measureGenerated,
  sideBySide,
  trainEvaluator,
  type Evaluator,
  type ImageBatch,
  type Measurement,
  type MeasurementTable,
} from './index.js';
import { normalDraws, seededUniform } from './random.js';

const N = 2000;
const test = digits('t10k');
/** Every other one of the first test digits: one half to compare with, one half to judge, neither known to the evaluator. */
const everyOther = (first: number): ImageBatch =>
  batchOf(
    test,
    Array.from({ length: N }, (_, index) => 2 * index + first),
  );
const heldOut = everyOther(1);

const spoiled = (images: Float32Array): ImageBatch => ({ ...heldOut, images });
function blurred(): ImageBatch {
  return spoiled(
    heldOut.images.map((_, index) => {
      const [x, y] = [index % 32, Math.floor(index / 32) % 32];
      if (x === 0 || y === 0 || x === 31 || y === 31) return -1;
      let sum = 0;
      for (const dy of [-32, 0, 32]) for (const dx of [-1, 0, 1]) sum += heldOut.images[index + dy + dx] ?? 0;
      return sum / 9;
    }),
  );
}
function noisy(): ImageBatch {
  const noise = normalDraws(heldOut.images.length, seededUniform(1));
  return spoiled(heldOut.images.map((value, index) => value + 0.3 * (noise[index] ?? 0)));
}
function collapsed(): ImageBatch {
  const first = Array.from({ length: 10 }, (_, digit) => test.labels.indexOf(digit));
  return batchOf(
    test,
    Array.from({ length: N }, (_, index) => first[index % 10] ?? 0),
  );
}
function fewClasses(): ImageBatch {
  const low = Array.from(test.labels.keys()).filter((index) => (test.labels[index] ?? 9) < 5);
  return batchOf(test, low.slice(0, N));
}

let table: MeasurementTable;
const number = (row: string, value: string, metric = ''): number => {
  const column = table.columns.findIndex((entry) => entry.value === value && entry.metric.includes(metric));
  return table.rows.find(({ name }) => name === row)?.cells[column]?.value ?? NaN;
};

beforeAll(async () => {
  await useBackend('wasm');
  let evaluator: Evaluator | undefined;
  const source = randomBatches(digits('train'), 64, 1);
  for await (const event of trainEvaluator({
    ...{ source, seed: 0, steps: 400 },
    heldOut: () => inOrder(test, 500),
  })) {
    if (event.type === 'trained') ({ evaluator } = event);
  }
  if (!evaluator) throw new Error('no evaluator came');
  const real = await judgeImages(evaluator, everyOther(0));
  const results: Record<string, readonly Measurement[]> = {};
  for (const [name, images] of Object.entries({
    'held out': heldOut,
    blurred: blurred(),
    noisy: noisy(),
    collapsed: collapsed(),
    'few classes': fewClasses(),
  })) {
    const generated = await judgeImages(evaluator, images);
    results[name] = [
      ...(await measureGenerated(real, generated, { subsets: 10 })),
      intraClassDiversity(images, { pairsPerClass: 50 }),
    ];
  }
  table = sideBySide(results);
  evaluator.dispose();
}, 120_000);

it('finds nothing wrong with held-out digits', () => {
  expect(number('held out', 'accuracy')).toBeGreaterThan(0.95);
  expect(number('held out', 'mean', 'classifierScore')).toBeGreaterThan(8.5);
  expect(Math.abs(number('held out', 'mean', 'kernelDistance'))).toBeLessThan(0.01);
  for (const value of ['precision', 'recall', 'coverage'])
    expect(number('held out', value)).toBeGreaterThan(0.9);
  expect(Math.abs(number('held out', 'density') - 1)).toBeLessThan(0.1);
});
it.each(['blurred', 'noisy', 'collapsed', 'few classes'])('is farther from digits that are %s', (name) => {
  expect(number(name, 'distance')).toBeGreaterThan(3 * number('held out', 'distance'));
  expect(number(name, 'mean', 'kernelDistance')).toBeGreaterThan(0.02);
  expect(number(name, 'coverage')).toBeLessThan(number('held out', 'coverage') - 0.05);
});
it('tells lost variety from lost quality', () => {
  expect(number('collapsed', 'accuracy')).toBeGreaterThan(0.95);
  expect(number('collapsed', 'recall')).toBeLessThan(0.05);
  expect(number('collapsed', 'diversity')).toBe(0);
  expect(number('few classes', 'precision')).toBeGreaterThan(0.9);
  expect(number('few classes', 'recall')).toBeLessThan(0.8);
  expect(number('noisy', 'precision')).toBeLessThan(0.9);
});
