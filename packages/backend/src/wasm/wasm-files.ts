import { nodeBuiltin } from '../node-builtin.js';
import { withSharedMemory } from './threads/shared-memory.js';

/**
 * The folder of tfjs-backend-wasm's `.wasm` files in Node, ending in `/`; undefined elsewhere.
 * Found from this package's own place, so that the current folder, pnpm's links and worker threads do not matter.
 */
export function wasmFolder(): string | undefined {
  const module = nodeBuiltin<typeof import('node:module')>('node:module');
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
  const fs = nodeBuiltin<typeof import('node:fs')>('node:fs');
  try {
    const binary = fs && withSharedMemory(fs.readFileSync(`${folder}tfjs-backend-wasm-simd.wasm`));
    return binary && URL.createObjectURL(new Blob([binary as BlobPart], { type: 'application/wasm' }));
  } catch {
    return undefined;
  }
}
