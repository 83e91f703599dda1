import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { npyHeader } from './npy.js';
import type { ImageShape } from './types.js';

/** Bytes read at once when what is there is hashed. */
const CHUNK_BYTES = 2 ** 20;

/** An npy file of a known number of images that grows at its end, and goes on growing after its process was killed. */
export class ResumableImages {
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  readonly #headerBytes: number;
  #rows = 0;

  private constructor(
    handle: FileHandle,
    header: Uint8Array,
    private readonly rowBytes: number,
  ) {
    this.#handle = handle;
    this.#headerBytes = header.length;
  }

  /**
   * Creates `file`, or opens what is there of it and drops what was not a whole block of rows; the caller closes it.
   * @param blockRows - The rows that are written together.
   */
  static async open(
    file: string,
    shape: readonly [n: number, ...imageShape: ImageShape],
    blockRows: number,
  ): Promise<ResumableImages> {
    const header = npyHeader('|u1', shape);
    const [, height, width, channels] = shape;
    const handle = await open(file, 'a+');
    try {
      const images = new ResumableImages(handle, header, height * width * channels);
      const { size } = await handle.stat();
      if (size < header.length) {
        await handle.truncate(0);
        await handle.appendFile(header);
      } else await images.#keep(Math.floor((size - header.length) / images.rowBytes / blockRows) * blockRows);
      return images;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Rows in the file. */
  get rows(): number {
    return this.#rows;
  }

  /** Adds rows at the end. */
  async append(pixels: Uint8Array): Promise<void> {
    await this.#handle.appendFile(pixels);
    this.#hash.update(pixels);
    this.#rows += pixels.length / this.rowBytes;
  }

  /** Waits until all of it is on the disk. @returns SHA-256 of the pixels. */
  async finish(): Promise<string> {
    await this.#handle.sync();
    return this.#hash.digest('hex');
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #keep(rows: number): Promise<void> {
    const end = this.#headerBytes + rows * this.rowBytes;
    await this.#handle.truncate(end);
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let position = this.#headerBytes; position < end;) {
      const { bytesRead } = await this.#handle.read(
        chunk,
        0,
        Math.min(CHUNK_BYTES, end - position),
        position,
      );
      if (bytesRead === 0) throw new Error('ResumableImages: the file became shorter while it was read.');
      this.#hash.update(chunk.subarray(0, bytesRead));
      position += bytesRead;
    }
    this.#rows = rows;
  }
}
