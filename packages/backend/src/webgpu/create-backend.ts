import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { INSTALL, unavailable } from './unavailable.js';

/** Limits that shaders and tensors of TensorFlow.js run into; the defaults are those of small phones. */
const LIMITS = [
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
] as const;

/**
 * A backend of TensorFlow.js on a device of `adapter`, with all that the adapter allows.
 * @throws EngineUnavailableError - If the package is missing, or the adapter gives no device.
 */
export async function createBackend(gpu: GPU, adapter: GPUAdapter): Promise<WebGPUBackend> {
  const { WebGPUBackend } = await importBackend();
  const device = await adapter
    .requestDevice({
      requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
      requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
    })
    .catch((error: unknown) => {
      throw unavailable('the GPU could not be opened', error);
    });
  return withNavigator(gpu, () => new WebGPUBackend(device, adapter.info));
}

async function importBackend(): Promise<typeof import('@tensorflow/tfjs-backend-webgpu')> {
  try {
    return await import('@tensorflow/tfjs-backend-webgpu');
  } catch (error) {
    throw unavailable(`the package @tensorflow/tfjs-backend-webgpu could not be loaded: ${INSTALL}`, error);
  }
}

/** Runs `create` while there is a `navigator.gpu`, which the constructor of the backend looks for: Node has none. */
function withNavigator<T>(gpu: GPU, create: () => T): T {
  const scope = globalThis as { navigator?: { readonly gpu?: GPU } };
  if (scope.navigator?.gpu !== undefined) return create();
  const [owner, name, value] =
    scope.navigator === undefined ? [scope, 'navigator', { gpu }] : [scope.navigator, 'gpu', gpu];
  Object.defineProperty(owner, name, { value, configurable: true });
  try {
    return create();
  } finally {
    Reflect.deleteProperty(owner, name);
  }
}
