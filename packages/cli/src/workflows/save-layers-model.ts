import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

const WEIGHTS_FILE = 'weights.bin';

/** Writes a model as `tf.loadLayersModel` reads it: `model.json`, and its weights in a file beside it. */
export async function saveLayersModel(folder: string, model: LayersModel): Promise<void> {
  await mkdir(folder, { recursive: true });
  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    const file = join(folder, name);
    await writeFile(`${file}.tmp`, content);
    await rename(`${file}.tmp`, file);
  };
  const save = async (artifacts: tf.io.ModelArtifacts): Promise<tf.io.SaveResult> => {
    const { modelTopology = {}, weightSpecs = [], weightData } = artifacts;
    await write(WEIGHTS_FILE, new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)));
    const json: tf.io.ModelJSON = {
      modelTopology,
      format: artifacts.format,
      generatedBy: artifacts.generatedBy,
      convertedBy: artifacts.convertedBy,
      weightsManifest: [{ paths: [WEIGHTS_FILE], weights: [...weightSpecs] }],
    };
    await write('model.json', JSON.stringify(json));
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  };
  await model.save(tf.io.withSaveHandler(save));
}
