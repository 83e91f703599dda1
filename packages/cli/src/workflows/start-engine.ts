import { useBackend, type EngineChoice, type EngineInfo } from '@cvg/backend';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core's ops

/**
 * Starts an engine, without the advice of TensorFlow.js to install another.
 * @param engine - A name, or `'auto'`.
 * @returns What was started.
 * @throws EngineUnavailableError - It cannot run here; the message says what it needs.
 */
export async function startEngine(engine: EngineChoice): Promise<EngineInfo> {
  tf.enableProdMode();
  return useBackend(engine);
}
