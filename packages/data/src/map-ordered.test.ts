import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { mapOrdered } from './map-ordered.js';

const numbers = Array.from({ length: 12 }, (_, index) => index);

it('keeps the order although later items are ready first, a few at a time', async () => {
  let running = 0;
  let most = 0;
  const results: number[] = [];
  const map = async (item: number): Promise<number> => {
    most = Math.max(most, ++running);
    await sleep(12 - item);
    running--;
    return item * 10;
  };
  for await (const result of mapOrdered(numbers, map, { concurrency: 4 })) results.push(result);
  expect(results).toEqual(numbers.map((item) => item * 10));
  expect(most).toBe(4);
});

it('does not run ahead of a slow receiver', async () => {
  let started = 0;
  const map = (item: number): Promise<number> => Promise.resolve(started++ + item);
  const results = mapOrdered(numbers, map, { concurrency: 3 });
  await results.next();
  await sleep(5);
  expect(started).toBe(3);
  await results.return(undefined);
});

it('ends with the first error, after what is under way', async () => {
  let ended = 0;
  const map = async (item: number): Promise<number> => {
    await sleep(item === 2 ? 1 : 4);
    ended++;
    if (item === 2) throw new Error('item 2');
    return item;
  };
  const drain = async (): Promise<void> => {
    for await (const result of mapOrdered(numbers, map, { concurrency: 5 })) expect(result).toBeLessThan(2);
  };
  await expect(drain()).rejects.toThrow('item 2');
  expect(ended).toBeGreaterThanOrEqual(5);
});

it('stops with the reason of its signal', async () => {
  const controller = new AbortController();
  const received: number[] = [];
  const drain = async (): Promise<void> => {
    const map = (item: number): Promise<number> => Promise.resolve(item);
    for await (const result of mapOrdered(numbers, map, { concurrency: 2, signal: controller.signal })) {
      received.push(result);
      if (result === 3) controller.abort(new Error('enough'));
    }
  };
  await expect(drain()).rejects.toThrow('enough');
  expect(received).toEqual([0, 1, 2, 3]);
});
