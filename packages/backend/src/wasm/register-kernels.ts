import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { KernelFunc } from '@tensorflow/tfjs-core';
import { compileKernels } from './compile-kernels.js';
import type { KernelExports } from './kernel-exports.js';
import { wasmKernels } from './kernels/index.js';
import type { WasmKernel } from './kernels/kernel.js';
import { HelperThreads } from './threads/helper-threads.js';
import { isShared, WasmEngine, type StockBackend } from './wasm-engine.js';

/** How to run the kernels on a backend. */
export interface BindOptions {
  readonly fusedMultiplyAdd: boolean;
  /** Threads to compute with, as far as the backend's memory can be shared. */
  readonly threads: number;
}

const engines = new WeakMap<object, WasmEngine>();
const bindings = new WeakMap<object, Promise<WasmEngine>>();

async function bind(
  backend: StockBackend,
  memory: WebAssembly.Memory,
  { fusedMultiplyAdd, threads }: BindOptions,
): Promise<WasmEngine> {
  const shared = isShared(memory);
  const module = await compileKernels(fusedMultiplyAdd, shared);
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const kernels = exports as unknown as KernelExports;
  const helpers = shared && threads > 1 ? new HelperThreads(kernels, module, memory, threads - 1) : undefined;
  await helpers?.started();
  const engine = new WasmEngine(backend, kernels, helpers, fusedMultiplyAdd);
  engines.set(backend, engine);
  registerKernels();
  return engine;
}

/** Instantiates the kernels on a backend's memory and registers them. The first call for a backend decides. */
export function bindKernels(
  backend: StockBackend,
  memory: WebAssembly.Memory,
  options: BindOptions,
): Promise<WasmEngine> {
  let binding = bindings.get(backend);
  if (binding === undefined) {
    binding = bind(backend, memory, options);
    binding.catch(() => bindings.delete(backend));
    bindings.set(backend, binding);
  }
  return binding;
}

/** The kernels bound to a backend. */
function engineOf(backend: object): WasmEngine {
  const engine = engines.get(backend);
  if (engine === undefined) throw new Error("wasm: this backend was not prepared by useBackend('wasm').");
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
        engine: engineOf(backend),
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

let registered = false;

/** Puts the kernels in place, once. The kernels of TensorFlow.js must be registered before. */
function registerKernels(): void {
  if (registered) return;
  registered = true;
  wasmKernels.forEach(register);
}
