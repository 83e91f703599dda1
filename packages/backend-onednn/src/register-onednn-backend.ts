import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadAddon } from './load-addon.js';
import { OnednnUnavailableError } from './onednn-unavailable-error.js';
import { OnednnBackend } from './onednn-backend.js';
import { BACKEND_NAME, registerKernels } from './register-kernels.js';

const PRECISIONS: readonly Precision[] = ['float32', 'bfloat16'];

/** Options of {@link registerOnednnBackend}. */
export interface OnednnOptions {
  /**
   * Threads to compute with.
   * @default the environment's OMP_NUM_THREADS, otherwise the number of processors
   */
  readonly threads?: number;
  /**
   * What convolutions and matrix products multiply. `'bfloat16'` rounds what goes into them to 8 significant bits and adds in
   * float32; tensors stay float32. Needs a processor with AVX512_BF16.
   * @default 'float32'
   */
  readonly precision?: Precision;
}

/** See {@link OnednnOptions.precision}. */
export type Precision = 'float32' | 'bfloat16';

/** What computes. */
export interface OnednnInfo {
  /** oneDNN's version, as in `'2.6.3'`. */
  readonly version: string;
  /** Threads to compute with. */
  readonly threads: number;
  readonly precision: Precision;
}

/**
 * Registers oneDNN as TensorFlow.js's backend `'onednn'`, with its kernels; `tf.setBackend('onednn')` makes it the current one.
 * Calling it again changes threads and precision, and nothing else.
 * @param options - Threads and precision.
 * @returns The version of oneDNN, and what is in force.
 * @throws OnednnUnavailableError - If the addon cannot be used here, or the processor cannot multiply bfloat16.
 * @throws RangeError - If `threads` is not an integer of at least 1, or `precision` is none.
 */
export async function registerOnednnBackend(options: OnednnOptions = {}): Promise<OnednnInfo> {
  const { threads, precision = 'float32' } = options;
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads >= 1)) {
    throw new RangeError(`registerOnednnBackend: threads must be an integer >= 1, got ${threads}.`);
  }
  if (!PRECISIONS.includes(precision)) {
    throw new RangeError(
      `registerOnednnBackend: precision must be one of ${PRECISIONS.join(', ')}, got ${precision as string}.`,
    );
  }
  const addon = await loadAddon();
  if (precision === 'bfloat16' && addon.bfloat16IsNative() === 0) {
    throw new OnednnUnavailableError(
      'precision bfloat16 needs a processor with AVX512_BF16; leave it out for float32',
    );
  }
  addon.setBfloat16(precision === 'bfloat16' ? 1 : 0);
  if (threads !== undefined) addon.setThreads(threads);
  registerKernels();
  if (!(BACKEND_NAME in tf.engine().registryFactory)) {
    tf.registerBackend(BACKEND_NAME, () => new OnednnBackend(addon));
  }
  return { version: addon.version(), threads: addon.numThreads(), precision };
}
