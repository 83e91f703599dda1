import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toLayersModel, type Encoder, type Generator } from '@cvg/nets';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { exportPage } from './export-page.js';
import type { Model } from './load-model.js';
import { saveLayersModel } from './save-layers-model.js';

/** A network that was exported. */
export interface ExportedNetwork {
  /** Which of the two. */
  readonly name: 'generator' | 'encoder';
  /** Holds `model.json` and its weights. */
  readonly folder: string;
  /** Names and shapes of a batch of B, in the order in which the model takes and gives them. */
  readonly inputs: readonly ExportedTensor[];
  /** As the inputs. */
  readonly outputs: readonly ExportedTensor[];
}

/** What goes into an exported network, or comes out of it. */
export interface ExportedTensor {
  /** As the model calls it. */
  readonly name: string;
  /** Such as `[B, 64]`. */
  readonly shape: string;
}

/**
 * Writes a model for use without this package, in a browser too: folders `generator` and, if there is one, `encoder`, each an
 * ordinary layers model for `tf.loadLayersModel`; `classes.json`, the class names by id (empty for a recipe without classes); and
 * `index.html`, a page that draws new images.
 * @param model - Of `loadModel`.
 * @param folder - Where to write; made if it is not there.
 * @returns What was written, the generator first.
 */
export async function exportModel(
  { generator, encoder, classes }: Pick<Model, 'generator' | 'encoder' | 'classes'>,
  folder: string,
): Promise<readonly ExportedNetwork[]> {
  const exported = [await exportNetwork('generator', generator, folder)];
  if (encoder) exported.push(await exportNetwork('encoder', encoder, folder));
  await writeFile(join(folder, 'classes.json'), `${JSON.stringify(classes, undefined, 2)}\n`);
  await writeFile(join(folder, 'index.html'), exportPage());
  return exported;
}

async function exportNetwork(
  name: ExportedNetwork['name'],
  network: Generator | Encoder,
  to: string,
): Promise<ExportedNetwork> {
  const model = toLayersModel(network);
  try {
    const folder = join(to, name);
    await saveLayersModel(folder, model);
    const { inputNames, inputs, outputNames, outputs } = model;
    return { name, folder, inputs: tensorsOf(inputNames, inputs), outputs: tensorsOf(outputNames, outputs) };
  } finally {
    model.dispose();
  }
}

const tensorsOf = (names: readonly string[], tensors: readonly SymbolicTensor[]): ExportedTensor[] =>
  tensors.map(({ shape }, index) => ({
    name: names[index] ?? '',
    shape: `[${shape.map((size) => size ?? 'B').join(', ')}]`,
  }));
