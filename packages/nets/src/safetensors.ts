import { WeightsFormatError } from './errors.js';

/** Typed arrays of the element types that JavaScript has. */
export interface ArrayTypes {
  readonly F64: Float64Array;
  readonly F32: Float32Array;
  readonly I64: BigInt64Array;
  readonly I32: Int32Array;
  readonly I16: Int16Array;
  readonly I8: Int8Array;
  readonly U64: BigUint64Array;
  readonly U32: Uint32Array;
  readonly U16: Uint16Array;
  readonly U8: Uint8Array;
  /** 0 or 1 a byte. */
  readonly BOOL: Uint8Array;
}

/** A tensor: its element type, shape and values in row-major order. */
export type NamedArray = {
  [D in keyof ArrayTypes]: {
    readonly dtype: D;
    readonly shape: readonly number[];
    readonly data: ArrayTypes[D];
  };
}[keyof ArrayTypes];

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: Map<string, NamedArray>;
  readonly metadata: Record<string, string>;
}

const CONSTRUCTORS = {
  F64: Float64Array,
  F32: Float32Array,
  I64: BigInt64Array,
  I32: Int32Array,
  I16: Int16Array,
  I8: Int8Array,
  U64: BigUint64Array,
  U32: Uint32Array,
  U16: Uint16Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
} as const;

/** The reference implementation's bound. */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;
const METADATA = '__metadata__';

/** Elements of a shape, or NaN if it is no list of sizes. */
function sizeOf(shape: unknown): number {
  if (!Array.isArray(shape)) return NaN;
  let size = 1;
  for (const extent of shape as unknown[]) {
    if (!(Number.isSafeInteger(extent) && (extent as number) >= 0)) return NaN;
    size *= extent as number;
  }
  return Number.isSafeInteger(size) ? size : NaN;
}

/**
 * Writes tensors in the safetensors format (https://huggingface.co/docs/safetensors): the header's length as 8 bytes, little-endian; a
 * JSON header padded with spaces to a multiple of 8; the values, little-endian, larger element types first so that all are
 * aligned. Python reads the result with `safetensors.numpy.load`.
 * @param tensors - Arrays and their shapes, by name.
 * @param metadata - Texts by name, kept in the header.
 * @returns The bytes of the file.
 * @throws {WeightsFormatError} when a shape does not fit its data, or a name is `__metadata__`.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, NamedArray>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  for (const [name, { dtype, shape, data }] of tensors) {
    if (name === METADATA) {
      throw new WeightsFormatError('encodeSafetensors', `expected no tensor named '${METADATA}'`);
    }
    if (sizeOf(shape) !== data.length || !(data instanceof CONSTRUCTORS[dtype])) {
      throw new WeightsFormatError(
        'encodeSafetensors',
        `'${name}': expected ${dtype} data of shape [${shape.join(',')}], got ${data.length} elements of ${data.constructor.name}`,
      );
    }
  }
  const order = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const begins = new Map<string, number>();
  let end = 0;
  for (const [name, { data }] of order) {
    begins.set(name, end);
    end += data.byteLength;
  }
  const entries = [...tensors].map(([name, { dtype, shape, data }]): [string, unknown] => {
    const begin = begins.get(name) ?? 0;
    return [name, { dtype, shape, data_offsets: [begin, begin + data.byteLength] }];
  });
  if (Object.keys(metadata).length > 0) entries.unshift([METADATA, metadata]);
  const members = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const header = new TextEncoder().encode(`{${members.join(',')}}`);
  const headerBytes = Math.ceil(header.length / LENGTH_BYTES) * LENGTH_BYTES;
  const bytes = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  bytes.set(header, LENGTH_BYTES);
  for (const [name, { data }] of order) {
    const values = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    bytes.set(values, LENGTH_BYTES + headerBytes + (begins.get(name) ?? 0));
  }
  return bytes;
}

function refuse(reason: string): never {
  throw new WeightsFormatError('decodeSafetensors', reason);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The header as an object, and where the values begin. */
function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < LENGTH_BYTES) refuse(`expected at least ${LENGTH_BYTES} bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  const start = LENGTH_BYTES + headerBytes;
  if (headerBytes > MAX_HEADER_BYTES || start > bytes.length) {
    refuse(`a header of ${headerBytes} bytes does not fit a file of ${bytes.length} bytes`);
  }
  let header: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, start));
    header = JSON.parse(text);
  } catch {
    refuse('the header is no JSON');
  }
  return isRecord(header) ? { header, start } : refuse('the header is no JSON object');
}

function readMetadata(metadata: unknown = {}): Record<string, string> {
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    refuse(`'${METADATA}' must map names to strings`);
  }
  return metadata as Record<string, string>;
}

interface Entry {
  readonly name: string;
  readonly dtype: keyof ArrayTypes;
  readonly shape: number[];
  readonly begin: number;
  readonly end: number;
}

/** One tensor's line of the header, checked. */
function readEntry(name: string, value: unknown): Entry {
  if (!isRecord(value)) refuse(`'${name}' is no object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(CONSTRUCTORS, dtype)) {
    refuse(
      `'${name}': expected a dtype of ${Object.keys(CONSTRUCTORS).join(', ')}, got ${JSON.stringify(dtype)}`,
    );
  }
  const size = sizeOf(shape);
  if (Number.isNaN(size)) refuse(`'${name}': expected a shape, got ${JSON.stringify(shape)}`);
  const [begin, end] = (Array.isArray(offsets) && offsets.length === 2 ? offsets : []) as unknown[];
  const known = dtype as keyof ArrayTypes;
  const byteLength = size * CONSTRUCTORS[known].BYTES_PER_ELEMENT;
  if (!Number.isSafeInteger(begin) || Number(begin) < 0 || end !== Number(begin) + byteLength) {
    refuse(`'${name}': expected offsets ${byteLength} bytes apart, got ${JSON.stringify(offsets)}`);
  }
  return { name, dtype: known, shape: shape as number[], begin: Number(begin), end };
}

/**
 * Reads the safetensors format. The values are copied, so that `bytes` may be reused.
 * The file must hold exactly its tensors, one behind the other, as the reference implementation requires.
 * F16 and BF16, for which JavaScript has no array, are refused.
 * @param bytes - The whole file.
 * @returns Tensors by name, and the metadata.
 * @throws {WeightsFormatError} when the bytes are anything else.
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, start } = readHeader(bytes);
  const metadata = readMetadata(header[METADATA]);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => readEntry(name, value));
  let expected = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== expected) refuse(`'${name}': expected its values at ${expected}, got ${begin}`);
    expected = end;
  }
  if (start + expected !== bytes.length) {
    refuse(`expected ${expected} bytes of values, got ${bytes.length - start}`);
  }
  const tensors = new Map<string, NamedArray>();
  for (const { name, dtype, shape, begin, end } of entries) {
    const { buffer } = Uint8Array.from(bytes.subarray(start + begin, start + end));
    tensors.set(name, { dtype, shape, data: new CONSTRUCTORS[dtype](buffer) } as NamedArray);
  }
  return { tensors, metadata };
}
