import { inflateSync } from 'node:zlib';
import { DataError } from './errors.js';
import { messageOf } from './message-of.js';

/** A numeric array of a MATLAB file. */
export interface MatArray {
  readonly shape: readonly number[];
  /** The first dimension runs fastest, as in MATLAB. */
  readonly values: readonly number[];
}

/** The compressed variables of a file do not unpack to more than this together. */
const MAX_INFLATED_BYTES = 2 ** 24;

/** Numbers of the MAT-File Format document (MathWorks), tables 1-1 and 1-3. */
const MATRIX = 14;
const COMPRESSED = 15;
const COMPLEX_FLAG = 0x800;
const FIRST_NUMERIC_CLASS = 6;
const LAST_NUMERIC_CLASS = 15;

/**
 * The real numeric arrays of a MATLAB 5 file (`save -v6` or `-v7`, `scipy.io.savemat`), by name, plain or compressed. Cells,
 * structures, texts, sparse and complex arrays are passed over.
 * @param file - Named in errors.
 * @throws DataError - It is no little-endian MATLAB 5 file, or it is damaged, truncated or too large.
 */
export function readMat(bytes: Uint8Array, file: string): ReadonlyMap<string, MatArray> {
  const start = Buffer.from(bytes.subarray(0, 128)).toString('latin1');
  if (start.startsWith('MATLAB 7.3')) {
    throw new DataError(file, "a MATLAB 7.3 (HDF5) file; save it in MATLAB with '-v7'");
  }
  if (!start.startsWith('MATLAB 5.0') || start.slice(126) !== 'IM') {
    throw new DataError(file, 'expected a little-endian MATLAB 5 file');
  }
  const arrays = new Map<string, MatArray>();
  let budget = MAX_INFLATED_BYTES;
  for (const element of elementsOf(bytes.subarray(128), file)) {
    let matrix: Element | undefined = element;
    if (element.type === COMPRESSED) {
      const unpacked = inflate(element.data, budget, file);
      budget -= unpacked.length;
      [matrix] = elementsOf(unpacked, file);
    }
    if (matrix?.type !== MATRIX) continue;
    const found = matrixOf(matrix.data, file);
    if (found !== undefined) arrays.set(found.name, found.array);
  }
  return arrays;
}

interface Element {
  readonly type: number;
  readonly data: Uint8Array;
}

/** What follows one another in a file, or inside a matrix. */
function* elementsOf(bytes: Uint8Array, file: string): Generator<Element> {
  const view = viewOf(bytes);
  for (let at = 0; at < bytes.length;) {
    if (at + 8 > bytes.length) throw new DataError(file, 'ends in the middle of a tag');
    const word = view.getUint32(at, true);
    const smallSize = word >>> 16; // a small element has type, size and data in eight bytes
    const type = smallSize === 0 ? word : word & 0xffff;
    const size = smallSize === 0 ? view.getUint32(at + 4, true) : smallSize;
    const data = at + (smallSize === 0 ? 8 : 4);
    if (size > (smallSize === 0 ? bytes.length - data : 4)) {
      throw new DataError(file, `an element of ${size} bytes does not fit; the file is truncated or damaged`);
    }
    yield { type, data: bytes.subarray(data, data + size) };
    if (smallSize !== 0) at += 8;
    else at = data + (type === COMPRESSED ? size : Math.ceil(size / 8) * 8);
  }
}

function inflate(data: Uint8Array, maxBytes: number, file: string): Uint8Array {
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (error) {
    throw new DataError(file, `a variable cannot be unpacked (${messageOf(error)})`, { cause: error });
  }
}

function matrixOf(bytes: Uint8Array, file: string): { name: string; array: MatArray } | undefined {
  const [flags, shapeElement, nameElement, real] = elementsOf(bytes, file);
  if (flags === undefined || flags.data.length < 8) throw new DataError(file, 'an array has no flags');
  const flagBits = viewOf(flags.data).getUint32(0, true);
  const arrayClass = flagBits & 0xff;
  const isNumeric = arrayClass >= FIRST_NUMERIC_CLASS && arrayClass <= LAST_NUMERIC_CLASS;
  if (!isNumeric || (flagBits & COMPLEX_FLAG) !== 0) return undefined;
  if (shapeElement === undefined || nameElement === undefined || real === undefined) {
    throw new DataError(file, 'an array lacks its shape, its name or its values');
  }
  const name = Buffer.from(nameElement.data).toString('latin1');
  const shape = numbersOf(shapeElement, file);
  const values = numbersOf(real, file);
  if (shape.length < 2 || !shape.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new DataError(file, `'${name}' has sizes that are no counts: [${shape.join(',')}]`);
  }
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== values.length) {
    throw new DataError(file, `'${name}' has ${values.length} values, its shape is [${shape.join(',')}]`);
  }
  return { name, array: { shape, values } };
}

interface NumberType {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

/** How values are stored; it need not be the class of the array, since MATLAB packs whole numbers into small ones. */
const NUMBER_TYPES: ReadonlyMap<number, NumberType> = new Map([
  [1, { bytes: 1, read: (view, at) => view.getInt8(at) }],
  [2, { bytes: 1, read: (view, at) => view.getUint8(at) }],
  [3, { bytes: 2, read: (view, at) => view.getInt16(at, true) }],
  [4, { bytes: 2, read: (view, at) => view.getUint16(at, true) }],
  [5, { bytes: 4, read: (view, at) => view.getInt32(at, true) }],
  [6, { bytes: 4, read: (view, at) => view.getUint32(at, true) }],
  [7, { bytes: 4, read: (view, at) => view.getFloat32(at, true) }],
  [9, { bytes: 8, read: (view, at) => view.getFloat64(at, true) }],
  [12, { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) }],
  [13, { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) }],
]);

function numbersOf({ type, data }: Element, file: string): readonly number[] {
  const stored = NUMBER_TYPES.get(type);
  if (stored === undefined || data.length % stored.bytes !== 0) {
    throw new DataError(file, `${data.length} bytes of type ${type} are no numbers`);
  }
  const view = viewOf(data);
  return Array.from({ length: data.length / stored.bytes }, (_, index) =>
    stored.read(view, index * stored.bytes),
  );
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
