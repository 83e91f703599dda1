import * as tf from '@tensorflow/tfjs-core';

/** TensorFlow.js's name for the backend of tfjs-node and of tfjs-node-gpu. */
export const BACKEND = 'tensorflow';

/** What is used of that backend; its types are in packages that are rarely installed. */
export interface NodeBackend {
  readonly isGPUPackage: boolean;
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** The backend of the package that this process has loaded; undefined if it has loaded none. */
export function loadedBackend(): NodeBackend | undefined {
  return (tf.findBackend(BACKEND) as unknown as NodeBackend | null) ?? undefined;
}
