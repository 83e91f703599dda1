import { open, type FileHandle } from 'node:fs/promises';
import { DataError } from './errors.js';
import { systemMessage } from './message-of.js';
import { MAX_NPY_HEADER_BYTES, parseNpyHeader, type NpyHeader, type NpyType } from './npy.js';

/** Where the pixels of a data set are. */
export interface ImageStore {
  /** The bytes of some rows, one row after the other. */
  read(rows: ArrayLike<number>): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Pixels in memory. */
export function memoryStore(images: Uint8Array, rowBytes: number): ImageStore {
  return {
    read(rows) {
      const bytes = new Uint8Array(rows.length * rowBytes);
      for (let index = 0; index < rows.length; index++) {
        const start = (rows[index] ?? 0) * rowBytes;
        bytes.set(images.subarray(start, start + rowBytes), index * rowBytes);
      }
      return Promise.resolve(bytes);
    },
    close: () => Promise.resolve(),
  };
}

/** An npy file of which only the rows that are asked for are ever in memory. */
export class NpyStore implements ImageStore {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #start: number;
  readonly #rowBytes: number;

  private constructor(file: string, handle: FileHandle, { shape, headerBytes, type }: NpyHeader) {
    this.#file = file;
    this.#handle = handle;
    this.#start = headerBytes;
    this.#rowBytes = rowBytesOf(type, shape);
  }

  /**
   * Opens a file and checks its header and its length.
   * @throws DataError - It is not an npy file of that type and shape, or not all of it is there.
   */
  static async open(file: string, type: NpyType, shape: readonly number[]): Promise<NpyStore> {
    const handle = await open(file, 'r').catch((error: unknown) => {
      throw new DataError(file, `cannot be read (${systemMessage(error)})`, { cause: error });
    });
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_NPY_HEADER_BYTES), {
        position: 0,
      });
      const header = parseNpyHeader(file, buffer.subarray(0, bytesRead));
      if (header.type !== type || String(header.shape) !== String(shape)) {
        throw new DataError(
          file,
          `expected '${type}' [${shape.join(',')}], as the manifest says, got '${header.type}' [${header.shape.join(',')}]`,
        );
      }
      const { size } = await handle.stat();
      const expected = header.headerBytes + (shape[0] ?? 1) * rowBytesOf(type, shape);
      if (size !== expected) throw new DataError(file, `expected ${expected} bytes, got ${size}`);
      return new NpyStore(file, handle, header);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Reads by position, all rows at once; rows that follow each other in the file are one read. */
  async read(rows: ArrayLike<number>): Promise<Uint8Array> {
    const rowBytes = this.#rowBytes;
    const bytes = new Uint8Array(rows.length * rowBytes);
    const reads: Promise<void>[] = [];
    for (let first = 0; first < rows.length;) {
      const row = rows[first] ?? 0;
      let count = 1;
      while (first + count < rows.length && rows[first + count] === row + count) count++;
      const place = bytes.subarray(first * rowBytes, (first + count) * rowBytes);
      reads.push(this.#fill(place, this.#start + row * rowBytes));
      first += count;
    }
    await Promise.all(reads);
    return bytes;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #fill(place: Uint8Array, position: number): Promise<void> {
    for (let offset = 0; offset < place.length;) {
      const { bytesRead } = await this.#handle.read(place, offset, place.length - offset, position + offset);
      if (bytesRead === 0) throw new DataError(this.#file, 'became shorter while it was open');
      offset += bytesRead;
    }
  }
}

const rowBytesOf = (type: NpyType, [, ...rowShape]: readonly number[]): number =>
  rowShape.reduce((product, size) => product * size, type === '|u1' ? 1 : 4);
