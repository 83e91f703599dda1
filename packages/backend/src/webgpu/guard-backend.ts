import { util } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { firstLine } from '../first-line.js';
import { GpuFailureError, type GpuFailure } from './gpu-failure-error.js';

const AGAIN = "useBackend('webgpu') starts again, without the tensors of before";

/** What a guarded backend has met. */
export interface BackendGuard {
  /** The first failure, after which nothing can be computed any more. */
  readonly failure: () => GpuFailureError | undefined;
}

/**
 * Turns failures of the GPU into errors. WebGPU reports them as events, and TensorFlow.js takes no notice of these: after an allocation
 * that failed it goes on with the values of other tensors. From the first failure on, kernels and reads of `backend` throw a
 * {@link GpuFailureError}. A tensor larger than the device's buffers and a synchronous read where there can be none throw one, too, and
 * change nothing.
 */
export function guardBackend(backend: WebGPUBackend): BackendGuard {
  const { device } = backend;
  let failure: GpuFailureError | undefined;
  const fail = (kind: GpuFailure, reason: string): void => {
    failure ??= new GpuFailureError(kind, `${reason}; ${AGAIN}`);
  };
  const check = (): void => {
    if (failure !== undefined) throw failure;
  };
  void device.lost.then((info) => fail('lost', `the GPU was lost (${firstLine(info) || info.reason})`));
  device.addEventListener('uncapturederror', (event) => {
    const { error } = event;
    event.preventDefault(); // or it is printed
    const outOfMemory = error instanceof GPUOutOfMemoryError;
    fail(
      outOfMemory ? 'out-of-memory' : 'invalid',
      `${outOfMemory ? 'the GPU is out of memory' : 'the GPU refused a command'} (${firstLine(error)})`,
    );
  });

  const { read, readSync, runWebGPUProgram, uploadToGPU } = backend;
  backend.runWebGPUProgram = (...call) => {
    check();
    return runWebGPUProgram.apply(backend, call);
  };
  const largest = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize);
  backend.uploadToGPU = (dataId) => {
    const { shape } = backend.tensorMap.get(dataId);
    const bytes = 4 * util.sizeFromShape(shape);
    if (bytes > largest) {
      throw new GpuFailureError(
        'out-of-memory',
        `a tensor of shape [${shape.join()}] takes ${bytes} bytes, and this GPU holds at most ${largest} in one`,
      );
    }
    uploadToGPU.call(backend, dataId);
  };
  backend.read = async (dataId) => {
    check();
    try {
      const values = await read.call(backend, dataId);
      check();
      return values;
    } catch (error) {
      await new Promise((resolve) => setTimeout(resolve)); // the event that says why may come after
      check();
      throw new GpuFailureError('read', `values could not be read from the GPU (${firstLine(error)})`, {
        cause: error,
      });
    }
  };
  backend.readSync = (dataId) => {
    check();
    const data: Partial<Record<'values' | 'resource', unknown>> = backend.tensorMap.get(dataId);
    const onlyOnGpu = (data.values ?? null) === null && (data.resource ?? null) !== null;
    if (onlyOnGpu && typeof OffscreenCanvas === 'undefined') {
      throw new GpuFailureError(
        'read',
        'dataSync and arraySync cannot read from the GPU here; await data() or array()',
      );
    }
    return readSync.call(backend, dataId);
  };
  return { failure: () => failure };
}
