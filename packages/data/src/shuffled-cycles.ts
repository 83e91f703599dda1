import { keyedUniform, shuffled } from './random.js';

/**
 * An endless sequence that gives every item once a cycle, each cycle in a new order. Any position can be asked for at any
 * time: cycle k is the shuffle of the stream `key/k`. Only the cycle asked for last is kept.
 */
export class ShuffledCycles {
  readonly #items: Int32Array;
  readonly #key: string;
  #cycle = -1;
  #order: Int32Array = new Int32Array();

  constructor(items: Int32Array, key: string) {
    this.#items = items;
    this.#key = key;
  }

  at(position: number): number {
    const cycle = Math.floor(position / this.#items.length);
    if (cycle !== this.#cycle) {
      this.#order = shuffled(this.#items, keyedUniform(`${this.#key}/${cycle}`));
      this.#cycle = cycle;
    }
    return this.#order[position - cycle * this.#items.length] ?? -1;
  }
}
