import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelExports } from './kernel-exports.js';
import { type Call, type HelperThreads } from './threads/helper-threads.js';
import { MAX_CALLS } from './threads/helper-source.js';

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

/** The memory that the backend's tensors live in; undefined for tfjs-backend-wasm's threaded build. */
export function backendMemory(backend: StockBackend): WebAssembly.Memory | undefined {
  return backend.wasm.asm?.memory;
}

/** Whether other threads can see a memory. By name and not by instanceof: it may come from another realm. */
export function isShared(memory: WebAssembly.Memory): boolean {
  return (memory.buffer as ArrayBufferLike)[Symbol.toStringTag] === 'SharedArrayBuffer';
}

/** Multiply-adds below which a call is not split: some 10 microseconds, what it takes to wake a thread. */
const LEAST_WORK = 250_000;

/** Multiply-adds that take as long as an elementwise kernel takes for one element. */
const ELEMENT_WORK = 8;

/** Our kernels bound to one backend's memory: addresses of tensors, new tensors, scratch. */
export class WasmEngine {
  private scratchAddress = 0;
  private scratchBytes = 0;

  constructor(
    readonly backend: StockBackend,
    /** The compiled kernels, instantiated on the backend's memory. */
    readonly kernels: KernelExports,
    /** Threads that help; undefined if this one is alone. */
    private readonly helpers: HelperThreads | undefined,
    /** Whether the kernels use fused multiply-add. */
    readonly fusedMultiplyAdd: boolean,
  ) {}

  /** Threads that compute, this one included. */
  get threads(): number {
    return 1 + (this.helpers?.count ?? 0);
  }

  /** Into how many calls some work is best divided: eight a thread, none of them tiny. */
  parts(multiplyAdds: number, most: number): number {
    if (this.helpers === undefined) return 1;
    const useful = Math.floor(multiplyAdds / LEAST_WORK);
    return Math.max(1, Math.min(useful, most, 8 * (this.helpers.count + 1), MAX_CALLS));
  }

  /** `0 ... size` divided for an elementwise kernel: in one range unless it is worth more. */
  slices(size: number): (readonly [first: number, end: number])[] {
    return ranges(size, this.parts(size * ELEMENT_WORK, size), 16);
  }

  /** Runs independent calls on all threads and waits for them. */
  run(calls: readonly Call[]): void {
    if (this.helpers !== undefined && calls.length > 1) {
      for (let first = 0; first < calls.length; first += MAX_CALLS) {
        this.helpers.run(calls.slice(first, first + MAX_CALLS));
      }
    } else {
      for (const [name, numbers] of calls) this.kernels[name](...numbers);
    }
  }

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

  /** Writes int32 values at an address. */
  writeIntegers(address: number, values: readonly number[]): void {
    new Int32Array(this.backend.wasm.HEAPU8.buffer, address, values.length).set(values);
  }

  /**
   * Working memory of at least `floats` floats, shared by all kernels: its contents last until the next call.
   * It is kept for the next kernel and grows by half at least, so that repeated steps allocate nothing.
   */
  scratch(floats: number): number {
    const bytes = 4 * Math.ceil(floats) + 64;
    if (bytes > this.scratchBytes) {
      if (this.scratchAddress !== 0) this.backend.wasm._free(this.scratchAddress);
      this.scratchBytes = Math.max(bytes, Math.ceil(this.scratchBytes * 1.5), 1 << 16);
      this.scratchAddress = this.backend.wasm._malloc(this.scratchBytes) >>> 0;
      if (this.scratchAddress === 0) {
        this.scratchBytes = 0;
        throw new Error(`wasm: out of memory: no ${bytes} bytes of working memory left.`);
      }
    }
    return Math.ceil(this.scratchAddress / 64) * 64;
  }
}

/** Ranges that divide `0 ... size` into `parts` of nearly equal size, their bounds multiples of `unit`. */
export function ranges(size: number, parts: number, unit = 1): (readonly [first: number, end: number])[] {
  if (parts <= 1) return size > 0 ? [[0, size]] : [];
  const units = Math.ceil(size / unit);
  const bounds: (readonly [number, number])[] = [];
  for (let part = 1, first = 0; part <= parts; part++) {
    const end = Math.min(size, unit * Math.round((units * part) / parts));
    if (end > first) bounds.push([first, end]);
    first = end;
  }
  return bounds;
}
