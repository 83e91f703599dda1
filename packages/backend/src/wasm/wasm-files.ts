import { withSharedMemory } from './threads/shared-memory.js';

/** The parts of Node's `process` that are used, where they exist. */
interface NodeProcess {
  readonly versions?: { readonly node?: string };
  getBuiltinModule?(id: string): unknown;
}

/**
 * The folder of tfjs-backend-wasm's `.wasm` files in Node, ending in `/`; undefined elsewhere.
 * Found from this package's own place, so that the current folder, pnpm's links and worker threads do not matter.
 */
export function wasmFolder(): string | undefined {
  const { process } = globalThis as { readonly process?: NodeProcess };
  if (process?.versions?.node === undefined) return undefined;
  const module = process.getBuiltinModule?.('node:module') as
    { createRequire(from: string): { resolve(id: string): string } } | undefined;
  try {
    const main = module?.createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    return main?.replace(/[^/\\]+$/, '');
  } catch {
    return undefined; // Bundled into one file: tfjs-backend-wasm looks beside itself.
  }
}

/**
 * tfjs-backend-wasm's SIMD build on shared memory, as a URL that can be fetched; undefined where it cannot be read
 * or is not built as expected.
 */
export function sharedBackendUrl(folder: string): string | undefined {
  const { process } = globalThis as { readonly process?: NodeProcess };
  const fs = process?.getBuiltinModule?.('node:fs') as { readFileSync(path: string): Uint8Array } | undefined;
  try {
    const binary = fs && withSharedMemory(fs.readFileSync(`${folder}tfjs-backend-wasm-simd.wasm`));
    return binary && URL.createObjectURL(new Blob([binary as BlobPart], { type: 'application/wasm' }));
  } catch {
    return undefined;
  }
}
