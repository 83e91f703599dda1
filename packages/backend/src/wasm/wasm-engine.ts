import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import type { KernelExports } from './kernel-exports.js';

/** What is used of TensorFlow.js's `BackendWasm`. */
export interface StockBackend {
  readonly wasm: {
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo;
  incRef(dataId: object): void;
}

/** The memory that the backend's tensors live in, or undefined where it is shared by threads. */
export function backendMemory(backend: StockBackend): WebAssembly.Memory | undefined {
  const memory = backend.wasm.asm?.memory;
  // By name and not by instanceof: the object may come from another realm.
  return memory?.buffer[Symbol.toStringTag] === 'ArrayBuffer' ? memory : undefined;
}

/** Our kernels bound to one backend's memory: addresses of tensors, new tensors, scratch. */
export class WasmEngine {
  private scratchAddress = 0;
  private scratchBytes = 0;

  constructor(
    readonly backend: StockBackend,
    /** The compiled kernels, instantiated on the backend's memory. */
    readonly kernels: KernelExports,
  ) {}

  /** Where a tensor's values start. Stays valid when the memory grows. */
  address(tensor: TensorInfo): number {
    return this.backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  /** A new tensor with undefined contents. */
  output(shape: readonly number[], dtype: DataType = 'float32'): TensorInfo {
    return this.backend.makeOutput([...shape], dtype);
  }

  /** The same values under another shape, without a copy. */
  reshaped(tensor: TensorInfo, shape: readonly number[]): TensorInfo {
    this.backend.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
  }

  /** Fills a float32 tensor with zeros. */
  clear(tensor: TensorInfo): void {
    const start = this.address(tensor);
    this.backend.wasm.HEAPU8.fill(0, start, start + 4 * util.sizeFromShape(tensor.shape));
  }

  /** Writes int32 values at an address. */
  writeIntegers(address: number, values: readonly number[]): void {
    new Int32Array(this.backend.wasm.HEAPU8.buffer, address, values.length).set(values);
  }

  /**
   * Working memory of at least `floats` floats, shared by all kernels: its contents last until the next call.
   * It is kept for the next kernel and grows by half at least, so that repeated steps allocate nothing.
   */
  scratch(floats: number): number {
    const bytes = 4 * floats + 64;
    if (bytes > this.scratchBytes) {
      if (this.scratchAddress !== 0) this.backend.wasm._free(this.scratchAddress);
      this.scratchBytes = Math.max(bytes, Math.ceil(this.scratchBytes * 1.5), 1 << 16);
      this.scratchAddress = this.backend.wasm._malloc(this.scratchBytes) >>> 0;
      if (this.scratchAddress === 0) {
        this.scratchBytes = 0;
        throw new Error(`wasm: out of memory: no ${bytes} bytes of working memory left.`);
      }
    }
    return (this.scratchAddress + 63) & ~63;
  }
}
