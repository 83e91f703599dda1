import * as tf from '@tensorflow/tfjs-core';
import { activateBackend, importBackend } from '../activate-backend.js';
import type { Engine } from '../engine.js';
import { EngineUnavailableError } from '../engine-unavailable-error.js';
import { nodeBuiltin } from '../node-builtin.js';
import { supportsRelaxedSimd, supportsSimd } from './compile-kernels.js';
import { keepProcessListeners } from './process-listeners.js';
import { bindKernels } from './register-kernels.js';
import { supportsHelperThreads } from './threads/helper-threads.js';
import { backendMemory, type StockBackend, type WasmEngine } from './wasm-engine.js';
import { sharedBackendUrl, wasmFolder } from './wasm-files.js';
import type { WasmOptions } from './wasm-options.js';

type SetWasmPaths = (paths: Record<string, string>, usePlatformFetch: boolean) => void;

/** Threads that `options` ask for; 1 where helpers cannot be had. */
function numThreads({ threads }: WasmOptions): number {
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads >= 1)) {
    throw new RangeError(`useBackend: wasm.threads must be an integer >= 1, got ${threads}.`);
  }
  if (!supportsHelperThreads()) return 1;
  const os = nodeBuiltin<typeof import('node:os')>('node:os');
  return threads ?? Math.min(4, os?.availableParallelism() ?? 1);
}

const BINARIES = ['', '-simd', '-threaded-simd'].map((build) => `tfjs-backend-wasm${build}.wasm`);

/** Tells tfjs-backend-wasm which binary to load: for helper threads one with shared memory. */
function chooseBinary(setWasmPaths: SetWasmPaths, paths: WasmOptions['paths'], threads: number): void {
  const folder = paths ?? wasmFolder();
  const shared = threads > 1 && typeof folder === 'string' ? sharedBackendUrl(folder) : undefined;
  if (folder !== undefined) {
    // Always the whole map: a folder alone would leave an earlier map in force.
    const urlOf = (name: string): string =>
      shared ?? (typeof folder === 'string' ? folder + name : (folder[name] ?? name));
    setWasmPaths(Object.fromEntries(BINARIES.map((name) => [name, urlOf(name)])), shared !== undefined);
  }
  // Its own threaded build does not start in Node, and elsewhere keeps its memory to itself.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
}

function describe({ fusedMultiplyAdd, threads }: WasmEngine): string {
  return `WebAssembly SIMD${fusedMultiplyAdd ? ' with fused multiply-add' : ''}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

/** TensorFlow.js's WebAssembly backend with this package's training kernels. */
export const wasmEngine: Engine = {
  name: 'wasm',
  async start({ wasm: options = {} }) {
    const threads = numThreads(options);
    if (!supportsSimd()) throw new EngineUnavailableError('wasm', 'WebAssembly SIMD is missing');
    const { setWasmPaths } = await importBackend(
      'wasm',
      '@tensorflow/tfjs-backend-wasm',
      () => import('@tensorflow/tfjs-backend-wasm'),
    );
    if (!('wasm' in tf.engine().registry)) chooseBinary(setWasmPaths, options.paths, threads);
    await keepProcessListeners(() => activateBackend('wasm'));
    const backend = tf.backend() as unknown as StockBackend;
    const memory = backendMemory(backend);
    if (memory === undefined) {
      throw new EngineUnavailableError('wasm', 'its threaded build was started before useBackend was called');
    }
    const fusedMultiplyAdd = (options.fusedMultiplyAdd ?? true) && supportsRelaxedSimd();
    return describe(await bindKernels(backend, memory, { fusedMultiplyAdd, threads }));
  },
};
