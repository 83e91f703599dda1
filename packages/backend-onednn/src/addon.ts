/** Kernels of the addon, as its headers describe them; addresses are numbers. */
export type NativeKernel =
  | ('convolution' | 'matrixProduct')
  | ('unary' | 'binary' | 'compare' | 'selectFloats' | 'fill' | 'toFloats')
  | ('copyGrid' | 'resizeNearest' | 'resizeNearestGradient')
  | ('maxPool' | 'maxPoolGradient' | 'averagePool' | 'averagePoolGradient')
  | ('sumMiddle' | 'softmax')
  | ('batchNorm' | 'batchNormTraining' | 'batchNormTrainingGradient')
  | ('biasActivation' | 'biasActivationGradient')
  | ('adamStep' | 'rmsPropStep' | 'movingAverage');

/** The compiled addon. Every function throws an Error for what oneDNN refuses. */
export interface Addon extends Readonly<Record<NativeKernel, (...numbers: number[]) => void>> {
  /** oneDNN's version. */
  version(): string;
  /** Threads that the kernels compute with. */
  numThreads(): number;
  setThreads(count: number): void;
  /** Maps memory to allocate from. */
  reserve(bytes: number): ArrayBuffer;
  addressOf(buffer: ArrayBuffer): number;
  /** The address of some free memory, a multiple of 64; 0 if there is not enough. */
  allocate(bytes: number): number;
  release(address: number): void;
  /** Bytes that are allocated. */
  usedBytes(): number;
}
