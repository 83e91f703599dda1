import { describe, expect, it } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { seededNormal } from '@cvg/test-utils';
import {
  EvaluatorLossError,
  trainEvaluator,
  type EvaluatorTrainedEvent,
  type ImageBatch,
  type ImageBatchSource,
  type TrainEvaluatorEvent,
  type TrainEvaluatorOptions,
} from './index.js';

/** 8x8 RGB noise; class 0, 1, 2 is brighter in red, green, blue, everywhere. */
function colours(n: number, seed: number): ImageBatch {
  const images = seededNormal(n * 192, seed);
  const labels = Int32Array.from({ length: n }, (_, index) => (index * 7 + seed) % 3);
  for (let index = 0; index < images.length; index++) {
    images[index] = (images[index] ?? 0) * 0.2 + (index % 3 === labels[Math.floor(index / 192)] ? 0.3 : -0.1);
  }
  return { images, labels, shape: [n, 8, 8, 3] };
}
function source(): ImageBatchSource {
  let batch = 0;
  return { imageShape: [8, 8, 3], numClasses: 3, next: () => Promise.resolve(colours(16, 100 + batch++)) };
}
const options = (changes: Partial<TrainEvaluatorOptions> = {}): TrainEvaluatorOptions => ({
  source: source(),
  heldOut: colours(60, 1),
  seed: 0,
  steps: 40,
  width: 4,
  featureSize: 8,
  ...changes,
});
async function train(changes: Partial<TrainEvaluatorOptions> = {}): Promise<TrainEvaluatorEvent[]> {
  const events: TrainEvaluatorEvent[] = [];
  for await (const event of trainEvaluator(options(changes))) events.push(event);
  return events;
}
const trained = (events: readonly TrainEvaluatorEvent[]): EvaluatorTrainedEvent => {
  const last = events.at(-1);
  if (last?.type !== 'trained') throw new Error('the last event is not `trained`');
  return last;
};
const losses = (events: readonly TrainEvaluatorEvent[]): number[] =>
  events.flatMap((event) => (event.type === 'step' ? [event.loss] : []));

describe('trainEvaluator', () => {
  it('learns classes that a linear rule separates, from log K downwards', async () => {
    const events = await train();
    const { evaluator, heldOut, steps } = trained(events);
    expect(losses(events)).toHaveLength(40);
    expect(losses(events)[0]).toBeGreaterThan(Math.log(3) / 2);
    expect(losses(events).at(-1)).toBeLessThan(Math.log(3) / 2);
    expect(heldOut.accuracy).toBeGreaterThan(0.95);
    expect([heldOut.n, steps]).toEqual([60, 40]);
    expect(evaluator.heldOut).toEqual({ accuracy: heldOut.accuracy, n: 60 });
    expect(await evaluator.topOneAccuracy(colours(60, 1))).toEqual(heldOut);
    evaluator.dispose();
  });
  it('repeats with its seed, and with held-out images in parts', async () => {
    const first = await train({ steps: 4 });
    const second = await train({ steps: 4, heldOut: () => [colours(60, 1)] });
    const other = await train({ steps: 4, seed: 1 });
    expect(losses(second)).toEqual(losses(first));
    expect(trained(second).evaluator.hash).toBe(trained(first).evaluator.hash);
    expect(trained(second).heldOut).toEqual(trained(first).heldOut);
    expect(trained(other).evaluator.hash).not.toBe(trained(first).evaluator.hash);
    for (const events of [first, second, other]) trained(events).evaluator.dispose();
  });
  it('lowers the rate along a half cosine', async () => {
    const events = await train({ steps: 4, learningRate: 0.01 });
    const rates = events.flatMap((event) => (event.type === 'step' ? [event.learningRate] : []));
    expect(rates).toBeAllClose([0.01, 0.005 * (1 + Math.SQRT1_2), 0.005, 0.005 * (1 - Math.SQRT1_2)]);
    trained(events).evaluator.dispose();
  });
  it('stops in time', async () => {
    const events = await train({ steps: 1_000_000, maxSeconds: 0.3 });
    expect(trained(events).steps).toBeLessThan(10_000);
    expect(trained(events).seconds).toBeLessThan(10);
    trained(events).evaluator.dispose();
  });
  it('keeps the number of tensors constant, and all of it is the evaluator’s in the end', async () => {
    const before = tf.memory().numTensors;
    const counts: number[] = [];
    for await (const event of trainEvaluator(options({ steps: 6 }))) {
      counts.push(tf.memory().numTensors);
      if (event.type === 'trained') event.evaluator.dispose();
    }
    expect(new Set(counts.slice(1)).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });
  it('frees everything when the loop is left, the signal fires or the data fail', async () => {
    const before = tf.memory().numTensors;
    for await (const event of trainEvaluator(options())) if (event.type === 'step' && event.step === 2) break;
    expect(tf.memory().numTensors).toBe(before);
    const controller = new AbortController();
    const run = async (): Promise<void> => {
      for await (const event of trainEvaluator(options({ signal: controller.signal }))) {
        if (event.type === 'step' && event.step === 2) controller.abort(new Error('enough'));
      }
    };
    await expect(run()).rejects.toThrow('enough');
    const broken: ImageBatchSource = { ...source(), next: () => Promise.reject(new Error('no disk')) };
    await expect(train({ source: broken })).rejects.toThrow('no disk');
    expect(tf.memory().numTensors).toBe(before);
  });
  it('lets the receiver leave the loop with the evaluator', async () => {
    for await (const event of trainEvaluator(options({ steps: 2 }))) {
      if (event.type !== 'trained') continue;
      const { evaluator } = event;
      expect((await evaluator.save()).length).toBeGreaterThan(1000);
      evaluator.dispose();
      break;
    }
  });
  it('stops on a loss that is not finite, before it changes a weight', async () => {
    const before = tf.memory().numTensors;
    let count = 0;
    const poisoned: ImageBatchSource = {
      ...source(),
      next: () => {
        const batch = colours(16, count++);
        if (count === 3) batch.images.fill(NaN);
        return Promise.resolve(batch);
      },
    };
    const error: unknown = await train({ source: poisoned }).catch((reason: unknown) => reason);
    expect(EvaluatorLossError.isInstance(error)).toBe(true);
    expect(EvaluatorLossError.isInstance(new Error('other'))).toBe(false);
    expect(error).toMatchObject({ step: 3, message: expect.stringContaining('the loss of step 3 is NaN') });
    expect(tf.memory().numTensors).toBe(before);
  });
  it('lets timers run meanwhile', async () => {
    let isOver = false;
    setTimeout(() => (isOver = true), 1);
    const images = source();
    const untilOver: ImageBatchSource = {
      ...images,
      next: () => (isOver ? Promise.reject(new Error('a timer ran')) : images.next()),
    };
    const training = train({ source: untilOver, steps: 1_000_000, maxSeconds: 20 });
    await expect(training).rejects.toThrow('a timer ran');
  });
  it('names what is wrong', async () => {
    const before = tf.memory().numTensors;
    const given = (changes: object): ImageBatchSource => ({
      ...source(),
      next: () => Promise.resolve({ ...colours(16, 1), ...changes }),
    });
    await expect(train({ steps: 0 })).rejects.toThrow('steps must be an integer >= 1, got 0');
    await expect(train({ maxSeconds: NaN })).rejects.toThrow('maxSeconds must be > 0, got NaN');
    await expect(train({ learningRate: 0 })).rejects.toThrow(
      'learningRate must be a finite number > 0, got 0',
    );
    await expect(train({ maxShift: 8 })).rejects.toThrow('maxShift must be an integer in [0, 8), got 8');
    await expect(train({ seed: NaN })).rejects.toThrow(
      'trainEvaluator: seed must be a safe integer, got NaN',
    );
    await expect(train({ source: given({ shape: [16, 8, 3, 8] }) })).rejects.toThrow(
      'expected shape [B,8,8,3] with B >= 2, got [16,8,3,8]',
    );
    await expect(train({ source: given({ labels: new Int32Array(16).fill(3) }) })).rejects.toThrow(
      'expected integers in [0, 3), got 3 at 0',
    );
    await expect(train({ source: given({ images: new Float32Array(2) }) })).rejects.toThrow(
      'needs 3072 numbers, got 2',
    );
    await expect(train({ steps: 1, heldOut: () => [] })).rejects.toThrow(
      'expected at least one sample, got none',
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
