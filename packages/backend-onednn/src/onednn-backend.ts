import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { util } from '@tensorflow/tfjs-core';
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import type { Addon } from './addon.js';
import { Heap } from './heap.js';
import { HeapData, type HeapType } from './heap-data.js';

const isHeapType = (dtype: string): dtype is HeapType =>
  dtype === 'float32' || dtype === 'int32' || dtype === 'bool';

/**
 * The storage of tfjs-backend-cpu, whose kernels work on it as they are, with the results of native kernels in a heap
 * of its own. What comes from elsewhere is copied there when a native kernel first uses it.
 */
export class OnednnBackend extends MathBackendCPU {
  readonly heap: Heap;

  constructor(readonly addon: Addon) {
    super();
    this.heap = new Heap(addon);
    // In Node the first tensor would print advice to install tfjs-node.
    (this as unknown as { firstUse: boolean }).firstUse = false;
  }

  /** A tensor whose values a kernel is about to write. */
  output(shape: readonly number[], dtype: HeapType = 'float32'): TensorInfo {
    const dataId = {};
    this.data.set(dataId, new HeapData(this.heap, dtype, util.sizeFromShape([...shape]), 1));
    return { dataId, shape: [...shape], dtype };
  }

  /** Another tensor with the values of `x`. */
  reshaped(x: TensorInfo, shape: readonly number[]): TensorInfo {
    this.incRef(x.dataId);
    return { dataId: x.dataId, shape: [...shape], dtype: x.dtype };
  }

  /** Where a tensor's values are. Valid until the tensor is disposed. */
  address(tensor: TensorInfo): number {
    const data = this.data.get(tensor.dataId) as unknown;
    if (data instanceof HeapData && data.dtype === tensor.dtype) return data.address;
    const { values, refCount } = data as { readonly values?: ArrayLike<number>; readonly refCount: number };
    if (values === undefined || !isHeapType(tensor.dtype)) {
      throw new TypeError(`onednn: expected float32, int32 or bool, got ${tensor.dtype}.`);
    }
    const copy = new HeapData(this.heap, tensor.dtype, util.sizeFromShape(tensor.shape), refCount);
    copy.values.set(values);
    this.replace(tensor.dataId, copy);
    return copy.address;
  }

  /** Makes the result of a kernel of tfjs-backend-cpu independent of its inputs: some show a part of an input's memory. */
  adopt(result: TensorInfo): TensorInfo {
    const data = this.data.get(result.dataId);
    if (
      !(data instanceof HeapData) &&
      ArrayBuffer.isView(data.values) &&
      this.heap.owns(data.values.buffer)
    ) {
      data.values = data.values.slice();
    }
    return result;
  }

  /** A copy: the memory is used again when the tensor is disposed. */
  override readSync(dataId: object): backend_util.BackendValues {
    const values = super.readSync(dataId);
    return this.data.get(dataId) instanceof HeapData ? (values as Float32Array).slice() : values;
  }

  override disposeData(dataId: object, force = false): boolean {
    const data = this.data.has(dataId) ? (this.data.get(dataId) as unknown) : undefined;
    const isReleased = super.disposeData(dataId, force);
    if (isReleased && data instanceof HeapData) data.release();
    return isReleased;
  }

  /** Bytes of tensors in the heap, and bytes that the heap has taken from the system. */
  override memory(): { unreliable: boolean; reasons: string[]; usedBytes: number; reservedBytes: number } {
    return {
      unreliable: false,
      reasons: [],
      usedBytes: this.heap.usedBytes,
      reservedBytes: this.heap.reservedBytes,
    };
  }

  private replace(dataId: object, data: HeapData): void {
    const old = this.data.get(dataId) as unknown;
    this.data.delete(dataId);
    this.data.set(dataId, data);
    if (old instanceof HeapData) old.release();
  }
}
