import { constants, gunzipSync } from 'node:zlib';
import { DataError } from './errors.js';
import { codeOf, messageOf } from './message-of.js';
import { readBoundedFile } from './read-bounded-file.js';

/** The numbers of an idx file. */
export type IdxNumbers = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** What an idx file holds. */
export interface IdxArray {
  readonly data: IdxNumbers;
  readonly shape: readonly number[];
}

export interface ReadIdxOptions {
  /** Named in errors. @default 'readIdx: bytes' */
  readonly source?: string;
  /** The most bytes the array may have, unpacked. @default 2^31 */
  readonly maxBytes?: number;
}

/** What Node reads in one piece. */
const MAX_FILE_BYTES = 2 ** 31 - 1;

/** The third byte of an idx file: the type of its numbers, all big-endian. */
const types: Readonly<Record<number, { readonly bytes: number; view(buffer: ArrayBuffer): IdxNumbers }>> = {
  0x08: { bytes: 1, view: (buffer) => new Uint8Array(buffer) },
  0x09: { bytes: 1, view: (buffer) => new Int8Array(buffer) },
  0x0b: { bytes: 2, view: (buffer) => new Int16Array(buffer) },
  0x0c: { bytes: 4, view: (buffer) => new Int32Array(buffer) },
  0x0d: { bytes: 4, view: (buffer) => new Float32Array(buffer) },
  0x0e: { bytes: 8, view: (buffer) => new Float64Array(buffer) },
};

/** What the beginning of an idx file says. */
interface IdxHeader {
  readonly type: (typeof types)[number];
  readonly shape: readonly number[];
  readonly headerBytes: number;
  readonly dataBytes: number;
}

/**
 * Reads an idx file (the format of MNIST), plain or gzipped: two zero bytes, the type, the number of dimensions, the
 * dimensions as 32-bit big-endian integers, the numbers. Nothing larger than the header announces is unpacked.
 * @param bytes - The whole file.
 * @param options - What it is called in errors, and what is too large.
 * @returns A copy of the numbers, in the machine's byte order.
 * @throws DataError - The bytes are no idx file, are too large, or do not have the size that the header says.
 */
export function readIdx(bytes: Uint8Array, options: ReadIdxOptions = {}): IdxArray {
  const { source = 'readIdx: bytes', maxBytes = 2 ** 31 } = options;
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const start = zipped ? unpack(source, bytes.subarray(0, 4096), { truncated: true }) : bytes;
  const header = parseHeader(source, start, maxBytes);
  const size = header.headerBytes + header.dataBytes;
  const whole = zipped ? unpack(source, bytes, { size }) : bytes;
  if (whole.length !== size) {
    throw new DataError(
      source,
      `the header says [${header.shape.join(',')}], ${size} bytes in all, but there are ${whole.length}`,
    );
  }
  const data = Buffer.from(new ArrayBuffer(header.dataBytes));
  data.set(whole.subarray(header.headerBytes));
  if (header.type.bytes === 2) data.swap16();
  else if (header.type.bytes === 4) data.swap32();
  else if (header.type.bytes === 8) data.swap64();
  return { data: header.type.view(data.buffer), shape: header.shape };
}

/**
 * Reads an idx file from disk; see {@link readIdx}.
 * @param file - Its path.
 * @param options - What is too large.
 * @returns The numbers, and their shape.
 * @throws DataError - As {@link readIdx}, or the file cannot be read.
 */
export async function readIdxFile(
  file: string,
  options: Omit<ReadIdxOptions, 'source'> = {},
): Promise<IdxArray> {
  const bytes = await readBoundedFile(file, MAX_FILE_BYTES);
  return readIdx(bytes, { ...options, source: file });
}

function parseHeader(source: string, bytes: Uint8Array, maxBytes: number): IdxHeader {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  const type = types[bytes[2] ?? 0];
  const rank = bytes[3] ?? 0;
  if (bytes[0] !== 0 || bytes[1] !== 0 || type === undefined || rank === 0) {
    throw new DataError(
      source,
      `not an idx file: expected 0000, a type (08 to 0e) and the number of dimensions, got ${magic || 'nothing'}`,
    );
  }
  const headerBytes = 4 + 4 * rank;
  if (bytes.length < headerBytes) {
    throw new DataError(source, `the header ends after ${bytes.length} of ${headerBytes} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const shape = Array.from({ length: rank }, (_, dimension) => view.getUint32(4 + 4 * dimension));
  const dataBytes = shape.reduce((product, size) => product * size, type.bytes);
  if (!(dataBytes <= maxBytes)) {
    throw new DataError(source, `[${shape.join(',')}] is larger than the limit of ${maxBytes} bytes`);
  }
  return { type, shape, headerBytes, dataBytes };
}

function unpack(
  source: string,
  bytes: Uint8Array,
  { size, truncated = false }: { readonly size?: number; readonly truncated?: boolean },
): Uint8Array {
  try {
    return gunzipSync(bytes, {
      ...(size === undefined ? {} : { maxOutputLength: size }),
      ...(truncated ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
    });
  } catch (error) {
    const reason =
      codeOf(error) === 'ERR_BUFFER_TOO_LARGE'
        ? `holds more than the ${size ?? 0} bytes that its header says`
        : `the gzip data are damaged (${messageOf(error)})`;
    throw new DataError(source, reason, { cause: error });
  }
}
