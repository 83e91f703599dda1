import * as tf from '@tensorflow/tfjs-core';
import { activateBackend, importBackend } from '../activate-backend.js';
import type { Engine } from '../engine.js';
import { resizeNearestNeighborGrad } from './resize-nearest-neighbor-grad.js';

let repaired = false;

/** Replaces the kernels of TensorFlow.js that give wrong results, once. */
function repairKernels(): void {
  if (repaired) return;
  repaired = true;
  tf.unregisterKernel(resizeNearestNeighborGrad.kernelName, 'cpu');
  tf.registerKernel(resizeNearestNeighborGrad);
}

/** TensorFlow.js's plain JavaScript backend: slow, everywhere, and the reference of the conformance tests. */
export const cpuEngine: Engine = {
  name: 'cpu',
  async start() {
    await importBackend('cpu', '@tensorflow/tfjs-backend-cpu', () => import('@tensorflow/tfjs-backend-cpu'));
    repairKernels();
    await activateBackend('cpu');
    // In Node the backend's first tensor prints advice to install tfjs-node, which is no longer a good one.
    (tf.backend() as { firstUse?: boolean }).firstUse = false;
    return 'plain JavaScript, 1 thread';
  },
};
