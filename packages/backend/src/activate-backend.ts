import * as tf from '@tensorflow/tfjs-core';
import { EngineUnavailableError } from './engine-unavailable-error.js';

/**
 * Makes a registered backend TensorFlow.js's current one.
 * @throws EngineUnavailableError - If it does not start.
 */
export async function activateBackend(name: string): Promise<void> {
  const started = await tf.setBackend(name);
  if (!started) throw new EngineUnavailableError(name, 'TensorFlow.js could not start its backend');
}

/**
 * Imports a backend's package, which registers it.
 * @throws EngineUnavailableError - If the package is not installed.
 */
export async function importBackend<T>(engine: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineUnavailableError(engine, `${name} could not be loaded (${reason})`);
  }
}
