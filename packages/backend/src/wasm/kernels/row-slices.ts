import { ranges, type WasmEngine } from '../wasm-engine.js';
import type { Call } from '../threads/helper-threads.js';
import { Scratch } from './scratch.js';

/** Floats of a slice of rows that one thread handles. */
const SLICE_FLOATS = 1 << 15;
const MOST_SLICES = 8;

/**
 * Rows of a `[rows, channels]` tensor divided among threads, with room for per-channel values. How it is divided depends
 * on the shape alone, so sums do not depend on the number of threads.
 */
export class RowSlices {
  /** Bounds of each slice, in rows. */
  readonly slices: readonly (readonly [first: number, end: number])[];
  /** Floats of a period; the same as `periodFloats` of assembly/periods.ts. */
  readonly period: number;
  private readonly scratch: Scratch;

  /** @param periods - How many periods will be taken, beside two for each slice. */
  constructor(
    private readonly engine: WasmEngine,
    rows: number,
    readonly channels: number,
    periods: number,
  ) {
    const parts = Math.max(1, Math.min(MOST_SLICES, Math.floor((rows * channels) / SLICE_FLOATS), rows));
    this.slices = ranges(rows, parts);
    const whole = channels % 4 === 0 ? channels : channels % 2 === 0 ? 2 * channels : 4 * channels;
    this.period = whole * Math.ceil(32 / whole);
    const floats = periods * this.period + this.slices.length * (2 * this.period + 4 * channels);
    this.scratch = new Scratch(engine, floats);
  }

  /** Room for values of one period. */
  takePeriod(): number {
    return this.scratch.take(this.period);
  }

  /** Totals of two float64 values a channel and a slice, one slice after another. */
  takeTotals(): number {
    return this.scratch.take(4 * this.channels * this.slices.length);
  }

  /** Runs one call for each slice: given its first element, how many elements it has, and its index. */
  run(call: (first: number, size: number, slice: number) => Call): void {
    const { channels } = this;
    this.engine.run(
      this.slices.map(([first, end], slice) => call(first * channels, (end - first) * channels, slice)),
    );
  }
}
