import * as tf from '@tensorflow/tfjs-core';
import { activateBackend, importBackend } from './activate-backend.js';
import type { Engine } from './engine.js';

/** TensorFlow.js's plain JavaScript backend: slow, everywhere, and the reference of the conformance tests. */
export const cpuEngine: Engine = {
  name: 'cpu',
  async start() {
    await importBackend('cpu', '@tensorflow/tfjs-backend-cpu', () => import('@tensorflow/tfjs-backend-cpu'));
    await activateBackend('cpu');
    // In Node the backend's first tensor prints advice to install tfjs-node, which is no longer a good one.
    (tf.backend() as { firstUse?: boolean }).firstUse = false;
    return 'plain JavaScript, 1 thread';
  },
};
