import { readFile } from 'node:fs/promises';
import { replaceFile } from './replace-file.js';

/** From one time that is written down to the next, in milliseconds: so much is lost when a process is killed. */
const INTERVAL = 20_000;

/** Wall time of an experiment over all the processes that worked on it, kept in a file. */
export class WallClock {
  readonly #file: string;
  readonly #before: number;
  readonly #timer: NodeJS.Timeout;

  private constructor(file: string, before: number) {
    this.#file = file;
    this.#before = before;
    this.#timer = setInterval(() => {
      this.#keep().catch(() => undefined); // the last one counts, and it throws
    }, INTERVAL).unref();
  }

  /** Goes on from the time in the file, from 0 without one. The time of this process counts from its start. */
  static async continue(file: string): Promise<WallClock> {
    const kept = Number(await readFile(file, 'utf8').catch(() => '0'));
    return new WallClock(file, Number.isFinite(kept) ? kept : 0);
  }

  /** All seconds so far. */
  get seconds(): number {
    return this.#before + performance.now() / 1000;
  }

  /** Writes the time down for the next process. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#keep();
  }

  async #keep(): Promise<void> {
    await replaceFile(this.#file, `${this.seconds.toFixed(1)}\n`);
  }
}
