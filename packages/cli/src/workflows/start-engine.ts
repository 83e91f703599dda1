import { useBackend, type EngineChoice, type EngineInfo } from '@cvg/backend';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core's ops

/** Starts an engine, without the advice of TensorFlow.js to install another. */
export async function startEngine(engine: EngineChoice): Promise<EngineInfo> {
  tf.enableProdMode();
  return useBackend(engine);
}
