import { readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AppendFile } from '../append-file.js';
import { naming } from '../durable-files.js';
import { encodeEvent, type EventContent } from './encode-event.js';
import { frameRecord } from './record.js';

const NAME = /^events\.out\.tfevents\.(\d+)\./;

/** Writes a new events file of TensorBoard, `events.out.tfevents.<seconds>.<host>`. */
export class EventFileWriter {
  readonly #file: AppendFile;
  readonly #clock: () => number;

  private constructor(file: AppendFile, clock: () => number) {
    this.#file = file;
    this.#clock = clock;
  }

  /**
   * @param folder - A run of TensorBoard. Its files are read in the order of their names, so the new one gets the last.
   * @param firstStep - The file tells TensorBoard to forget this step and later ones.
   * @param clock - Milliseconds since 1970.
   * @throws RunFileError
   */
  static async open(folder: string, firstStep: number, clock: () => number): Promise<EventFileWriter> {
    const names = await naming(folder, 'cannot be read', () => readdir(folder));
    const former = names.map((name) => Number(NAME.exec(name)?.[1] ?? 0));
    const seconds = Math.max(Math.floor(clock() / 1000), ...former.map((time) => time + 1));
    const name = `events.out.tfevents.${String(seconds).padStart(10, '0')}.${hostname()}`;
    const writer = new EventFileWriter(await AppendFile.open(join(folder, name), 0), clock);
    try {
      await writer.#write(0, { kind: 'file-version' });
      await writer.#write(firstStep, { kind: 'session-start' });
    } catch (error) {
      await writer.close();
      throw error;
    }
    return writer;
  }

  /** @throws RunFileError */
  async writeScalars(step: number, values: ReadonlyMap<string, number>): Promise<void> {
    await this.#write(step, { kind: 'scalars', values });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #write(step: number, content: EventContent): Promise<void> {
    await this.#file.append(frameRecord(encodeEvent(this.#clock() / 1000, step, content)));
  }
}
