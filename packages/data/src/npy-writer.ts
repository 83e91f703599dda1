import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { npyHeader, type NpyType } from './npy.js';

/** Rows are gathered up to this size before they are written. */
const CHUNK_BYTES = 2 ** 20;

/** Writes an npy file row by row, of any length, with one chunk in memory. */
export class NpyWriter {
  readonly #handle: FileHandle;
  readonly #type: NpyType;
  readonly #rowShape: readonly number[];
  readonly #rowBytes: number;
  readonly #hash = createHash('sha256');
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);
  #chunkBytes = 0;
  #bytes = 0;

  private constructor(handle: FileHandle, type: NpyType, rowShape: readonly number[]) {
    this.#handle = handle;
    this.#type = type;
    this.#rowShape = rowShape;
    this.#rowBytes = rowShape.reduce((product, size) => product * size, type === '|u1' ? 1 : 4);
  }

  /** Creates `file`, which must not exist; the caller closes it. */
  static async create(file: string, type: NpyType, rowShape: readonly number[]): Promise<NpyWriter> {
    const handle = await open(file, 'wx');
    const writer = new NpyWriter(handle, type, rowShape);
    await handle.write(npyHeader(type, [0, ...rowShape]));
    return writer;
  }

  /** Adds one or more rows. */
  async append(rows: Uint8Array): Promise<void> {
    for (let offset = 0; offset < rows.length;) {
      const part = rows.subarray(offset, offset + CHUNK_BYTES - this.#chunkBytes);
      this.#chunk.set(part, this.#chunkBytes);
      this.#chunkBytes += part.length;
      offset += part.length;
      if (this.#chunkBytes === CHUNK_BYTES) await this.#flush();
    }
  }

  /** Writes what is left and the final header, and waits until all of it is on the disk. */
  async finish(): Promise<{ readonly rows: number; readonly sha256: string }> {
    await this.#flush();
    const rows = this.#bytes / this.#rowBytes;
    const header = npyHeader(this.#type, [rows, ...this.#rowShape]); // as long as the first one
    await this.#handle.write(header, 0, header.length, 0);
    await this.#handle.sync();
    return { rows, sha256: this.#hash.digest('hex') };
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #flush(): Promise<void> {
    const part = this.#chunk.subarray(0, this.#chunkBytes);
    this.#hash.update(part);
    for (let offset = 0; offset < part.length;) {
      offset += (await this.#handle.write(part, offset, part.length - offset)).bytesWritten;
    }
    this.#bytes += part.length;
    this.#chunkBytes = 0;
  }
}
