import { getKernelsForBackend, registerKernel, util } from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { OnednnBackend } from './onednn-backend.js';
import { nativeKernels } from './kernels/index.js';
import type { NativeKernelConfig } from './kernels/kernel.js';

/** The name of the backend. */
export const BACKEND_NAME = 'onednn';

/** The backend that a kernel is called with. */
function onednnBackend(backend: unknown): OnednnBackend {
  if (!(backend instanceof OnednnBackend)) throw new TypeError('onednn: called with another backend.');
  return backend;
}

/** A kernel of tfjs-backend-cpu for this backend. */
function adapted(stock: KernelFunc): KernelFunc {
  return (call) => {
    const backend = onednnBackend(call.backend);
    const result = stock(call);
    return Array.isArray(result) ? result.map((info) => backend.adopt(info)) : backend.adopt(result);
  };
}

/** Whether a native kernel can be asked: it is not made for tensors without elements. */
const hasElements = (tensors: readonly (TensorInfo | undefined)[]): boolean =>
  tensors.every((tensor) => tensor === undefined || util.sizeFromShape(tensor.shape) > 0);

function native(kernel: NativeKernelConfig, stock: KernelFunc | undefined): KernelFunc {
  return (call) => {
    const backend = onednnBackend(call.backend);
    const useStock = (): TensorInfo | TensorInfo[] => {
      if (stock === undefined) {
        throw new RangeError(`${kernel.name}: expected tensors with elements, got one without.`);
      }
      return stock(call);
    };
    if (!hasElements(Object.values(call.inputs).flat())) return useStock();
    return kernel.run({
      backend,
      addon: backend.addon,
      inputs: call.inputs,
      attrs: call.attrs ?? {},
      stock: useStock,
    });
  };
}

let registered = false;

/** Registers the kernels of tfjs-backend-cpu for this backend, and ours in their place, once. */
export function registerKernels(): void {
  if (registered) return;
  registered = true;
  const kernels = new Map<string, KernelFunc>();
  for (const { kernelName, kernelFunc } of getKernelsForBackend('cpu')) {
    kernels.set(kernelName, adapted(kernelFunc));
  }
  for (const kernel of nativeKernels) kernels.set(kernel.name, native(kernel, kernels.get(kernel.name)));
  for (const [kernelName, kernelFunc] of kernels) {
    registerKernel({ kernelName, backendName: BACKEND_NAME, kernelFunc });
  }
}
