import { relaxedSimdKernels, simdKernels } from '../../generated/wasm-kernels.js';
import { nodeBuiltin, v8Version } from '../node-builtin.js';
import { withSharedMemoryImport } from './threads/shared-memory.js';

/** A function whose body is `f32x4.relaxed_madd`; valid where fused multiply-add can be compiled. */
const RELAXED_SIMD_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0],
  ...[65, 0, 253, 17, 65, 0, 253, 17, 65, 0, 253, 17, 253, 133, 2, 11],
);

/** A function whose body is `i8x16.popcnt(i8x16.splat(0))`; valid where SIMD can be compiled. */
const SIMD_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0],
  ...[65, 0, 253, 15, 253, 98, 11],
);

/** Node 20 and 21 (V8 11) can do relaxed SIMD but ask for a flag, which may be set at any time before compiling. */
function allowRelaxedSimd(): void {
  if (v8Version() !== 11) return;
  nodeBuiltin<typeof import('node:v8')>('node:v8')?.setFlagsFromString('--experimental-wasm-relaxed-simd');
}

/** Whether this JavaScript engine compiles WebAssembly SIMD, which the kernels need. */
export function supportsSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_PROBE);
}

/** Whether this JavaScript engine compiles relaxed SIMD (switched on where that takes a flag). */
export function supportsRelaxedSimd(): boolean {
  if (WebAssembly.validate(RELAXED_SIMD_PROBE)) return true;
  allowRelaxedSimd();
  return WebAssembly.validate(RELAXED_SIMD_PROBE);
}

/** The kernels, compiled with or without relaxed SIMD, for memory of its own or memory shared by threads. */
export async function compileKernels(relaxedSimd: boolean, shared: boolean): Promise<WebAssembly.Module> {
  const text = atob(relaxedSimd ? relaxedSimdKernels : simdKernels);
  const binary = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return WebAssembly.compile((shared ? withSharedMemoryImport(binary) : binary) as BufferSource);
}
