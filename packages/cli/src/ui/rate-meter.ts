import { formatCount } from './format.js';
import type { TaskOptions } from './progress.js';

/** A rate of units a second as `512 images/s`, or of what the units are. */
export const formatRate = (
  unitsPerSecond: number,
  { unit, imagesPerUnit }: Pick<TaskOptions, 'unit' | 'imagesPerUnit'>,
): string =>
  imagesPerUnit === undefined
    ? `${formatCount(unitsPerSecond)} ${unit}/s`
    : `${formatCount(unitsPerSecond * imagesPerUnit)} images/s`;

/** Seconds that are too few to say how fast something is. */
const SHORTEST = 0.5;

/** Units a second over the last seconds, so that pauses long ago no longer count. */
export class RateMeter {
  readonly #now: () => number;
  readonly #windowSeconds: number;
  /** Moments in seconds and units done by then, ascending; the first may be older than the window. */
  #marks: { readonly time: number; readonly done: number }[];

  /**
   * @param done - Units done before the first second.
   * @param now - The clock, in milliseconds.
   */
  constructor(done: number, now: () => number = () => performance.now(), windowSeconds = 15) {
    this.#now = now;
    this.#windowSeconds = windowSeconds;
    this.#marks = [{ time: now() / 1000, done }];
  }

  /** Units done by now, and what follows from it: units a second, `undefined` in the first half second. */
  update(done: number): number | undefined {
    const time = this.#now() / 1000;
    this.#marks.push({ time, done });
    const start = time - this.#windowSeconds;
    const kept = this.#marks.findLastIndex((mark) => mark.time <= start);
    if (kept > 0) this.#marks = this.#marks.slice(kept);
    const first = this.#marks[0];
    return first && time - first.time >= SHORTEST && done > first.done
      ? (done - first.done) / (time - first.time)
      : undefined;
  }
}
