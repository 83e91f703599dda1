import { DataError } from './errors.js';

/** The two types of number a prepared folder holds. */
export type NpyType = '|u1' | '<i4';

/** What the beginning of an npy file says. */
export interface NpyHeader {
  readonly type: NpyType;
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly headerBytes: number;
}

/** The most bytes {@link parseNpyHeader} needs to see. */
export const MAX_NPY_HEADER_BYTES = 1024;

const magic = '\x93NUMPY';

/**
 * The header of an npy file, version 1.0, as NumPy writes it: magic, version, length, a Python dictionary, spaces up to a
 * multiple of 64 bytes. Like NumPy's it leaves room for 21 digits of the first size, so the header of an array that is still
 * growing can be replaced in place.
 */
export function npyHeader(type: NpyType, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape.join()},` : shape.join(', ');
  const room = ' '.repeat(21 - String(shape[0] ?? '').length);
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }${room}`;
  const length = (Math.floor((10 + dictionary.length + 1) / 64) + 1) * 64 - 10; // NumPy adds 64 to a full line
  const text = `${magic}\x01\0${String.fromCharCode(length & 255, length >> 8)}${dictionary.padEnd(length - 1)}\n`;
  return Buffer.from(text, 'latin1');
}

/**
 * Reads the header of an npy file, versions 1 to 3, in C order.
 * @param file - Named in errors.
 * @param bytes - The beginning of the file, up to {@link MAX_NPY_HEADER_BYTES}.
 * @throws DataError - It is no npy file, or not of bytes or 32-bit integers.
 */
export function parseNpyHeader(file: string, bytes: Uint8Array): NpyHeader {
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.startsWith(magic) || bytes.length < 12) throw new DataError(file, 'not an npy file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = view.getUint8(6) > 1;
  const start = wide ? 12 : 10;
  const headerBytes = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  const dictionary = text.slice(start, headerBytes);
  const fields = /^\{'descr': '(\|u1|<i4)', 'fortran_order': False, 'shape': \(([\d, ]*)\), \}\s*$/.exec(
    dictionary,
  );
  if (headerBytes > bytes.length || fields === null) {
    throw new DataError(
      file,
      `expected an npy array of '|u1' or '<i4' in C order, got ${dictionary.slice(0, 120).trim()}`,
    );
  }
  const [, type = '', sizes = ''] = fields;
  const shape = [...sizes.matchAll(/\d+/g)].map(([size]) => Number(size));
  return { type: type === '<i4' ? '<i4' : '|u1', shape, headerBytes };
}
