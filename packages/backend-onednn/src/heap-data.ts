import type { Heap } from './heap.js';

/** Types of tensors that live in the heap. */
export type HeapType = 'float32' | 'int32' | 'bool';

/** The values of a tensor in the heap, in the form in which tfjs-backend-cpu keeps those of its own. */
export class HeapData {
  readonly address: number;
  private view: Float32Array | Int32Array | Uint8Array | undefined;

  constructor(
    private readonly heap: Heap,
    readonly dtype: HeapType,
    private readonly size: number,
    /** How many tensors share the values; TensorFlow.js counts. */
    public refCount: number,
  ) {
    this.address = heap.allocate(dtype === 'bool' ? size : 4 * size);
  }

  /** The memory itself; valid until {@link release}. */
  get values(): Float32Array | Int32Array | Uint8Array {
    if (this.view === undefined) {
      const [buffer, offset] = this.heap.locate(this.address);
      const ArrayType =
        this.dtype === 'float32' ? Float32Array : this.dtype === 'int32' ? Int32Array : Uint8Array;
      this.view = new ArrayType(buffer, offset, this.size);
    }
    return this.view;
  }

  release(): void {
    this.heap.release(this.address);
  }
}
