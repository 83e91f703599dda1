import * as tf from '@tensorflow/tfjs-core';
import { activateBackend, importBackend } from '../activate-backend.js';
import type { Engine } from '../engine.js';
import { EngineUnavailableError } from '../engine-unavailable-error.js';
import { compileKernels, supportsRelaxedSimd, supportsSimd } from './compile-kernels.js';
import { registeredKernels, registerWasmKernels } from './register-kernels.js';
import { backendMemory, type StockBackend } from './wasm-engine.js';
import { wasmFolder } from './wasm-files.js';

/** TensorFlow.js's WebAssembly backend with this package's training kernels. */
export const wasmEngine: Engine = {
  name: 'wasm',
  async start({ wasm: { paths, fusedMultiplyAdd = true } = {} }) {
    if (!supportsSimd()) throw new EngineUnavailableError('wasm', 'WebAssembly SIMD is missing');
    const { setWasmPaths } = await importBackend(
      'wasm',
      '@tensorflow/tfjs-backend-wasm',
      () => import('@tensorflow/tfjs-backend-wasm'),
    );
    if (!('wasm' in tf.engine().registry)) {
      const folder = paths ?? wasmFolder();
      if (folder !== undefined) setWasmPaths(folder);
      // The kernels share the memory of the single-threaded build.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    }
    await activateBackend('wasm');
    if (backendMemory(tf.backend() as unknown as StockBackend) === undefined) {
      throw new EngineUnavailableError('wasm', 'its threaded build was started before useBackend was called');
    }
    if (registeredKernels() === undefined) {
      const fused = fusedMultiplyAdd && supportsRelaxedSimd();
      registerWasmKernels({ module: await compileKernels(fused), fusedMultiplyAdd: fused });
    }
    return `WebAssembly SIMD${registeredKernels()?.fusedMultiplyAdd === true ? ' with fused multiply-add' : ''}, 1 thread`;
  },
};
