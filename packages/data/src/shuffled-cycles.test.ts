import { expect, it } from '@jest/globals';
import { ShuffledCycles } from './shuffled-cycles.js';

const items = Int32Array.from({ length: 11 }, (_, index) => 100 + index);

it('gives every item once a cycle, in a new order each', () => {
  const cycles = new ShuffledCycles(items, 'key');
  const orders = [0, 1, 2].map((cycle) => Array.from(items, (_, index) => cycles.at(cycle * 11 + index)));
  for (const order of orders) expect(Int32Array.from(order).sort()).toEqual(items);
  expect(new Set(orders.map(String)).size).toBe(3);
});

it('has the same item at a position however it is reached, and others under another key', () => {
  const forwards = new ShuffledCycles(items, 'key');
  const sequence = Array.from({ length: 44 }, (_, position) => forwards.at(position));
  const backwards = new ShuffledCycles(items, 'key');
  for (let position = 43; position >= 0; position--) expect(backwards.at(position)).toBe(sequence[position]);
  const other = new ShuffledCycles(items, 'kez');
  expect(Array.from({ length: 44 }, (_, position) => other.at(position))).not.toEqual(sequence);
});
