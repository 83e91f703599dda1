import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { KernelFunc } from '@tensorflow/tfjs-core';
import type { KernelExports } from './kernel-exports.js';
import { wasmKernels } from './kernels/index.js';
import type { WasmKernel } from './kernels/kernel.js';
import { HelperThreads } from './threads/helper-threads.js';
import { backendMemory, WasmEngine, type StockBackend } from './wasm-engine.js';

/** The compiled kernels and how they were compiled. */
export interface CompiledKernels {
  readonly module: WebAssembly.Module;
  readonly fusedMultiplyAdd: boolean;
  /** Threads to compute with; more than 1 only if the backend's memory is shared. */
  readonly threads: number;
}

const engines = new WeakMap<object, WasmEngine>();
let compiled: CompiledKernels | undefined;

/** The kernels bound to `backend`, instantiated on its memory at the first call. */
export function engineOf(backend: StockBackend): WasmEngine {
  let engine = engines.get(backend);
  if (engine === undefined) {
    const memory = backendMemory(backend);
    if (compiled === undefined || memory === undefined) {
      throw new Error('wasm: this backend was not prepared by useBackend("wasm").');
    }
    const instance = new WebAssembly.Instance(compiled.module, { env: { memory } });
    const kernels = instance.exports as unknown as KernelExports;
    const { module, threads } = compiled;
    const helpers = threads > 1 ? new HelperThreads(kernels, module, memory, threads - 1) : undefined;
    engine = new WasmEngine(backend, kernels, helpers);
    engines.set(backend, engine);
  }
  return engine;
}

/** Replaces one kernel of TensorFlow.js, or adds one that it lacks. */
function register(kernel: WasmKernel): void {
  const stock = getKernel(kernel.name, 'wasm') as { readonly kernelFunc: KernelFunc } | undefined;
  if (stock !== undefined) unregisterKernel(kernel.name, 'wasm');
  registerKernel({
    kernelName: kernel.name,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernel.run({
        engine: engineOf(backend as StockBackend),
        inputs,
        attrs: attrs ?? {},
        stock: () => {
          if (stock === undefined)
            throw new Error(`${kernel.name}: the wasm engine does not have this case.`);
          return stock.kernelFunc({ inputs, backend, ...(attrs === undefined ? {} : { attrs }) });
        },
      }),
  });
}

/** What the kernels in place were compiled to; undefined before {@link registerWasmKernels}. */
export function registeredKernels(): CompiledKernels | undefined {
  return compiled;
}

/** Puts the compiled kernels in place, once. The kernels of TensorFlow.js must be registered before. */
export function registerWasmKernels(kernels: CompiledKernels): void {
  if (compiled !== undefined) return;
  compiled = kernels;
  wasmKernels.forEach(register);
}
