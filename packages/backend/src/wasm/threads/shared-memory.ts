/**
 * WebAssembly binaries rewritten to live in shared memory. tfjs-backend-wasm's single-threaded build runs on shared
 * memory unchanged; only the two bytes that declare its memory say otherwise. Sharing lets helper threads compute on
 * its tensors in place.
 */

const MEMORY_SECTION = 5;
/** Limits of a memory: bit 0 a maximum follows, bit 1 shared. */
const HAS_MAXIMUM = 1;
const SHARED_WITH_MAXIMUM = 3;
/** 65,536 pages, the maximum that tfjs-backend-wasm declares too, as LEB128. */
const ALL_PAGES = [0x80, 0x80, 0x04];

/** An unsigned LEB128 number and the offset after it. */
function readNumber(bytes: Uint8Array, offset: number): readonly [number, number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[offset++] ?? 0;
    value |= (byte & 127) << shift;
    if (byte < 128) return [value >>> 0, offset];
  }
}

/** The binary with its own memory shared; undefined if it does not declare one memory with a maximum. */
export function withSharedMemory(binary: Uint8Array): Uint8Array | undefined {
  for (let offset = 8; offset < binary.length;) {
    const id = binary[offset];
    const [size, body] = readNumber(binary, offset + 1);
    if (id === MEMORY_SECTION) {
      const [count, flags] = readNumber(binary, body);
      if (count !== 1 || binary[flags] !== HAS_MAXIMUM) return undefined;
      const shared = Uint8Array.from(binary);
      shared[flags] = SHARED_WITH_MAXIMUM;
      return shared;
    }
    offset = body + size;
  }
  return undefined;
}

/** Kernels of this package, which import `env.memory` without limits, importing shared memory instead. */
export function withSharedMemoryImport(binary: Uint8Array): Uint8Array {
  const name = new TextEncoder().encode('memory');
  // Its name, that it is a memory (2), and limits without a maximum.
  const declared = [name.length, ...name, 2, 0, 0];
  const at = binary.findIndex((_, offset) => declared.every((byte, i) => binary[offset + i] === byte));
  const limits = at + declared.length - 2;
  // The import section is the only one before it: id 2, then its size in one byte.
  const size =
    binary.findIndex((byte, offset) => byte === 2 && offset + 2 + (binary[offset + 1] ?? 0) === limits + 2) +
    1;
  if (at < 0 || size < 1) throw new Error('withSharedMemoryImport: the kernels do not import env.memory.');
  const shared = Uint8Array.from([
    ...binary.subarray(0, limits),
    ...[SHARED_WITH_MAXIMUM, 0, ...ALL_PAGES],
    ...binary.subarray(limits + 2),
  ]);
  shared[size] = (shared[size] ?? 0) + ALL_PAGES.length;
  return shared;
}
