/** float32 tensors by name, with their shapes. */
export type Float32Tensors = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly data: Float32Array }
>;

/** A header longer than this is refused before it is parsed. */
const MAX_HEADER_BYTES = 1 << 20;

const marker = Symbol.for('@cvg/metrics.EvaluatorFormatError');

/** Bytes could not be read as an evaluator. */
export class EvaluatorFormatError extends Error {
  override readonly name = 'EvaluatorFormatError';
  readonly [marker] = true;

  constructor(readonly reason: string) {
    super(`loadEvaluator: ${reason}.`);
  }

  /** Whether `error` is an EvaluatorFormatError, also one of another copy of this package. */
  static isInstance(error: unknown): error is EvaluatorFormatError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}

/**
 * Writes float32 tensors in the safetensors format (https://huggingface.co/docs/safetensors): 8 bytes of header length,
 * little-endian; a JSON header; the values, little-endian, one tensor after the other.
 */
export function encodeTensors(
  tensors: Float32Tensors,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.length * 4] };
    offset += data.length * 4;
  }
  const unpadded = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(unpadded.length / 8) * 8; // spaces keep the values aligned
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  bytes.set(unpadded, 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  let position = 8 + headerLength;
  for (const { data } of tensors.values()) {
    for (const value of data) {
      view.setFloat32(position, value, true);
      position += 4;
    }
  }
  return bytes;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The metadata of {@link encodeTensors}, and a function that reads a tensor of a known shape. */
export interface DecodedTensors {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly read: (name: string, shape: readonly number[]) => Float32Array;
}

/** Reads what {@link encodeTensors} wrote. Refuses anything inconsistent with an {@link EvaluatorFormatError}. */
export function decodeTensors(bytes: Uint8Array): DecodedTensors {
  if (bytes.length < 8) throw new EvaluatorFormatError(`expected at least 8 bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > MAX_HEADER_BYTES || 8 + headerLength > bytes.length) {
    throw new EvaluatorFormatError(`a header of ${headerLength} bytes does not fit ${bytes.length} bytes`);
  }
  let header: unknown;
  try {
    header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + headerLength)),
    );
  } catch {
    throw new EvaluatorFormatError('the header is no JSON');
  }
  const entries = isRecord(header) ? header : {};
  const metadata = entries.__metadata__;
  if (!isRecord(metadata)) throw new EvaluatorFormatError('the header has no metadata');
  const read = (name: string, shape: readonly number[]): Float32Array => {
    const entry: unknown = Object.hasOwn(entries, name) ? entries[name] : undefined;
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (!isRecord(entry) || entry.dtype !== 'F32' || JSON.stringify(entry.shape) !== JSON.stringify(shape)) {
      throw new EvaluatorFormatError(
        `expected '${name}' as F32 [${shape.join(',')}], got ${JSON.stringify(entry)}`,
      );
    }
    const [start, end] = (Array.isArray(entry.data_offsets) ? entry.data_offsets : []) as unknown[];
    const first = 8 + headerLength + Number(start);
    if (!Number.isSafeInteger(start) || Number(start) < 0 || Number(end) - Number(start) !== size * 4) {
      throw new EvaluatorFormatError(`'${name}' has wrong offsets`);
    }
    if (first + size * 4 > bytes.length) throw new EvaluatorFormatError(`the bytes end inside '${name}'`);
    return Float32Array.from({ length: size }, (_, index) => view.getFloat32(first + index * 4, true));
  };
  return { metadata, read };
}
