/** Kernels of the addon, as its headers describe them; addresses are numbers. */
export type NativeKernel =
  | ('convolution' | 'matrixProduct')
  | ('unary' | 'binary' | 'compare' | 'selectFloats' | 'fill' | 'toFloats')
  | ('copyGrid' | 'resizeNearest' | 'resizeNearestGradient')
  | ('maxPool' | 'maxPoolGradient' | 'averagePool' | 'averagePoolGradient')
  | ('sumMiddle' | 'softmax')
  | ('batchNorm' | 'batchNormTraining' | 'batchNormTrainingGradient')
  | ('biasActivation' | 'biasActivationGradient')
  | ('localResponse' | 'localResponseGradient')
  | ('adamStep' | 'rmsPropStep' | 'movingAverage');

/** The compiled addon. Every function throws an Error for what oneDNN refuses. */
export interface Addon extends Readonly<Record<NativeKernel, (...numbers: number[]) => void>> {
  /** oneDNN's version. */
  version(): string;
  /** Threads that the kernels compute with. */
  numThreads(): number;
  setThreads(count: number): void;
  /** Whether the processor multiplies bfloat16 itself: 1 or 0. */
  bfloat16IsNative(): number;
  /** Whether convolutions and products multiply bfloat16 instead of float32: 1 or 0. */
  setBfloat16(isOn: number): void;
  /** A number for a new heap, which has no memory yet. */
  createHeap(): number;
  /** Maps memory for a heap to allocate from; it is there as long as the buffer is. */
  reserve(heap: number, bytes: number): ArrayBuffer;
  addressOf(buffer: ArrayBuffer): number;
  /** The address of some free memory of a heap, a multiple of 64; 0 if there is not enough. */
  allocate(heap: number, bytes: number): number;
  release(heap: number, address: number): void;
  /** Bytes of a heap that are allocated. */
  usedBytes(heap: number): number;
}
