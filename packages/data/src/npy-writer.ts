import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { npyHeader, type NpyType } from './npy.js';

/** Rows are gathered up to this size before they are written. */
const CHUNK_BYTES = 2 ** 20;

/** Writes an npy file row by row, of any length, with one chunk in memory. */
export class NpyWriter {
  readonly #handle: FileHandle;
  readonly #type: NpyType;
  readonly #rowShape: readonly number[];
  readonly #rowBytes: number;
  readonly #headerBytes: number;
  readonly #hash = createHash('sha256');
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);
  #chunkBytes = 0;
  /** Of the rows in the file. */
  #bytes = 0;

  private constructor(handle: FileHandle, type: NpyType, rowShape: readonly number[]) {
    this.#handle = handle;
    this.#type = type;
    this.#rowShape = rowShape;
    this.#rowBytes = rowShape.reduce((product, size) => product * size, type === '|u1' ? 1 : 4);
    this.#headerBytes = npyHeader(type, [0, ...rowShape]).length;
  }

  /** Creates `file`, which must not exist; the caller closes it. */
  static async create(file: string, type: NpyType, rowShape: readonly number[]): Promise<NpyWriter> {
    const writer = new NpyWriter(await open(file, 'wx'), type, rowShape);
    try {
      await writer.#writeHeader(0);
    } catch (error) {
      await writer.close();
      throw error;
    }
    return writer;
  }

  /** Opens what {@link create} began and nobody finished; rows are there again once they are {@link keep kept}. */
  static async reopen(file: string, type: NpyType, rowShape: readonly number[]): Promise<NpyWriter> {
    return new NpyWriter(await open(file, 'r+'), type, rowShape);
  }

  /**
   * Keeps the next bytes of the rows that are in the file already, if they are what they were; what follows the last ones kept is
   * overwritten.
   * @param crc - Their CRC-32.
   */
  async keep(bytes: number, crc: number): Promise<boolean> {
    const rows = Buffer.alloc(bytes);
    const { bytesRead } = await this.#handle.read(rows, 0, bytes, this.#headerBytes + this.#bytes);
    if (bytesRead !== bytes || crc32(rows) !== crc) return false;
    this.#hash.update(rows);
    this.#bytes += bytes;
    return true;
  }

  /** Adds one or more rows. */
  async append(rows: Uint8Array): Promise<void> {
    for (let offset = 0; offset < rows.length;) {
      const part = rows.subarray(offset, offset + CHUNK_BYTES - this.#chunkBytes);
      this.#chunk.set(part, this.#chunkBytes);
      this.#chunkBytes += part.length;
      offset += part.length;
      if (this.#chunkBytes === CHUNK_BYTES) await this.flush();
    }
  }

  /** Writes the rows that are still in memory. */
  async flush(): Promise<void> {
    const part = this.#chunk.subarray(0, this.#chunkBytes);
    await this.#write(part, this.#headerBytes + this.#bytes);
    this.#hash.update(part);
    this.#bytes += part.length;
    this.#chunkBytes = 0;
  }

  /** Writes what is left and the final header, and waits until all of it is on the disk. */
  async finish(): Promise<{ readonly rows: number; readonly sha256: string }> {
    await this.flush();
    const rows = this.#bytes / this.#rowBytes;
    await this.#handle.truncate(this.#headerBytes + this.#bytes);
    await this.#writeHeader(rows);
    await this.#handle.sync();
    return { rows, sha256: this.#hash.digest('hex') };
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  /** As long as any other, so it can be replaced. */
  async #writeHeader(rows: number): Promise<void> {
    await this.#write(npyHeader(this.#type, [rows, ...this.#rowShape]), 0);
  }

  async #write(bytes: Uint8Array, position: number): Promise<void> {
    for (let offset = 0; offset < bytes.length;) {
      const { bytesWritten } = await this.#handle.write(
        bytes,
        offset,
        bytes.length - offset,
        position + offset,
      );
      offset += bytesWritten;
    }
  }
}
