import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { activateBackend } from '../activate-backend.js';
import type { Engine } from '../engine.js';
import { createBackend } from './create-backend.js';
import { describeAdapter, type AdapterDescription } from './describe-adapter.js';
import { findAdapter, findGpu } from './find-gpu.js';
import { guardBackend, type BackendGuard } from './guard-backend.js';
import { unavailable } from './unavailable.js';

/** The backend of the name that TensorFlow.js has. */
interface Started extends AdapterDescription {
  readonly backend: WebGPUBackend;
  readonly guard: BackendGuard;
}

let started: Started | undefined;

/** The GPU through WebGPU: a browser's, in Node that of the package webgpu (Dawn). */
export const webgpuEngine: Engine = {
  name: 'webgpu',
  async start(_, automatic) {
    started = adopt() ?? (await create(automatic));
    if (automatic) refuseSoftware(started);
    await activateBackend('webgpu');
    return started.description;
  },
};

/** The backend that runs already, also one that the program started itself; undefined if there is none, or it failed. */
function adopt(): Started | undefined {
  const backend = tf.engine().registry.webgpu as WebGPUBackend | undefined;
  if (backend === undefined) return undefined;
  if (backend === started?.backend) return started.guard.failure() === undefined ? started : undefined;
  return { backend, guard: guardBackend(backend), ...describeAdapter(backend.device.adapterInfo) };
}

async function create(automatic: boolean): Promise<Started> {
  const gpu = await findGpu();
  const adapter = await findAdapter(gpu);
  const described = describeAdapter(adapter.info);
  if (automatic) refuseSoftware(described);
  const backend = await createBackend(gpu, adapter);
  // What is there has failed; or the package registered it by itself, which it does where there is a navigator.gpu.
  if ('webgpu' in tf.engine().registryFactory) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => backend);
  return { backend, guard: guardBackend(backend), ...described };
}

function refuseSoftware({ description, software }: AdapterDescription): void {
  if (software) throw unavailable(`no GPU, only ${description}, which is slower than the other engines`);
}
