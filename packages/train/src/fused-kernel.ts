import * as tf from '@tensorflow/tfjs-core';

/** Whether the current engine registered a kernel of that name. */
export function hasKernel(name: string): boolean {
  const kernel = tf.getKernel(name, tf.getBackend()) as tf.KernelConfig | undefined; // its type forgets the latter
  return kernel !== undefined;
}
