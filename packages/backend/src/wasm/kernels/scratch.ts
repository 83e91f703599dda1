import type { WasmEngine } from '../wasm-engine.js';

/** Hands out pieces of the engine's working memory to one kernel. */
export class Scratch {
  private next: number;

  /** @param floats - How many floats will be taken in all. */
  constructor(engine: WasmEngine, floats: number) {
    this.next = engine.scratch(floats);
  }

  /** The address of `floats` floats with undefined contents. */
  take(floats: number): number {
    const address = this.next;
    this.next += 4 * floats;
    return address;
  }
}
