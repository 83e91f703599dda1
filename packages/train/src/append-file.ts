import { open, type FileHandle } from 'node:fs/promises';
import { naming } from './durable-files.js';

/** A file that grows by whole pieces: after an append that failed it is as long as before. */
export class AppendFile {
  readonly #file: string;
  readonly #handle: FileHandle;
  #size: number;
  #appending: Promise<unknown> = Promise.resolve();

  private constructor(file: string, handle: FileHandle, size: number) {
    this.#file = file;
    this.#handle = handle;
    this.#size = size;
  }

  /**
   * Opens a file, or makes it.
   * @param keep - How many bytes of it stay; what is behind them is cut off.
   * @throws RunFileError
   */
  static async open(file: string, keep: number): Promise<AppendFile> {
    return naming(file, 'cannot be written', async () => {
      const handle = await open(file, 'a');
      try {
        await handle.truncate(keep);
      } catch (error) {
        await handle.close();
        throw error;
      }
      return new AppendFile(file, handle, keep);
    });
  }

  /**
   * Appends after all appends before. When it is done the system has the bytes: they outlive this process.
   * @throws RunFileError
   */
  async append(bytes: Uint8Array): Promise<void> {
    const done = this.#appending.then(() => this.#append(bytes));
    this.#appending = done.catch(() => undefined);
    return done;
  }

  async close(): Promise<void> {
    await this.#appending;
    await this.#handle.close();
  }

  async #append(bytes: Uint8Array): Promise<void> {
    await naming(this.#file, 'cannot be written', async () => {
      try {
        await this.#handle.appendFile(bytes);
      } catch (error) {
        await this.#handle.truncate(this.#size).catch(() => undefined); // the first error is the one to tell
        throw error;
      }
    });
    this.#size += bytes.length;
  }
}
