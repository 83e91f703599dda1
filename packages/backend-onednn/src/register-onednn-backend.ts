import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadAddon } from './load-addon.js';
import { OnednnBackend } from './onednn-backend.js';
import { BACKEND_NAME, registerKernels } from './register-kernels.js';

/** Options of {@link registerOnednnBackend}. */
export interface OnednnOptions {
  /**
   * Threads to compute with.
   * @default the environment's OMP_NUM_THREADS, otherwise the number of processors
   */
  readonly threads?: number;
}

/** What computes. */
export interface OnednnInfo {
  /** oneDNN's version, as in `'2.6.3'`. */
  readonly version: string;
  /** Threads to compute with. */
  readonly threads: number;
}

/**
 * Registers oneDNN as TensorFlow.js's backend `'onednn'`, with its kernels; `tf.setBackend('onednn')` makes it the current one.
 * Calling it again changes the number of threads, and nothing else.
 * @throws OnednnUnavailableError - If the addon cannot be used here.
 * @throws RangeError - If `threads` is not an integer of at least 1.
 */
export async function registerOnednnBackend({ threads }: OnednnOptions = {}): Promise<OnednnInfo> {
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads >= 1)) {
    throw new RangeError(`registerOnednnBackend: threads must be an integer >= 1, got ${threads}.`);
  }
  const addon = await loadAddon();
  if (threads !== undefined) addon.setThreads(threads);
  registerKernels();
  if (!(BACKEND_NAME in tf.engine().registryFactory)) {
    tf.registerBackend(BACKEND_NAME, () => new OnednnBackend(addon));
  }
  return { version: addon.version(), threads: addon.numThreads() };
}
