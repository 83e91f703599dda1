import { loadNetwork, type Encoder, type Generator, type Network } from '@cvg/nets';
import type { DamagedCheckpoint } from '@cvg/train';
import { RunError } from '../errors.js';
import type { Run } from './open-run.js';

/** The networks of a run's newest sound checkpoint. They hold tensors: call `dispose`. */
export interface Model {
  /** Class names by id; empty for a recipe without classes. */
  readonly classes: readonly string[];
  /** Steps of training. */
  readonly step: number;
  /** The one with averaged weights. */
  readonly generator: Generator;
  /** `undefined` for a recipe without one. */
  readonly encoder: Encoder | undefined;
  /** Newer checkpoints that could not be used. */
  readonly damaged: readonly DamagedCheckpoint[];
  /** Frees the networks. */
  dispose(): void;
}

/**
 * The networks of a run's newest sound checkpoint.
 * @param run - Of `createRun` or `openRun`.
 * @returns The networks, G with averaged weights; the caller disposes the model.
 * @throws RunError - There is no sound checkpoint yet.
 */
export async function loadModel({ folder, config }: Run): Promise<Model> {
  const { checkpoint, damaged } = await folder.checkpoints.readLatest();
  if (!checkpoint) {
    throw new RunError(
      folder.folder,
      damaged.length > 0
        ? `none of its checkpoints can be used: ${damaged.map(({ reason }) => reason).join('; ')}`
        : 'has no checkpoint yet; training writes the first one after 500 steps, at its end, and at Ctrl-C',
    );
  }
  const load = (name: string): Network | undefined => {
    const bytes = checkpoint.files.get(`${name}.safetensors`);
    return bytes && loadNetwork(bytes);
  };
  const [generator, encoder] = [load('averaged-generator'), load('encoder')];
  if (!generator || !isGenerator(generator) || (encoder && !isEncoder(encoder))) {
    throw new RunError(
      folder.folder,
      `its checkpoint of step ${checkpoint.step} does not hold the networks of a run`,
    );
  }
  return {
    classes: config.training.numClasses > 0 ? folder.classes : [],
    step: checkpoint.step,
    generator,
    encoder,
    damaged,
    dispose() {
      generator.dispose();
      encoder?.dispose();
    },
  };
}

/**
 * E and G of a model that has both.
 * @param run - Of `createRun` or `openRun`.
 * @param model - Of `loadModel`.
 * @returns Both; they stay the model's.
 * @throws RunError - The recipe has no encoder.
 */
export function encoderAndGenerator(
  { folder, config }: Run,
  { encoder, generator }: Pick<Model, 'encoder' | 'generator'>,
): { readonly encoder: Encoder; readonly generator: Generator } {
  if (encoder) return { encoder, generator };
  throw new RunError(
    folder.folder,
    `the recipe ${config.training.recipe} has no encoder: it can neither reconstruct nor morph nor inpaint images`,
  );
}

const isGenerator = (network: Network): network is Generator => 'generate' in network;
const isEncoder = (network: Network): network is Encoder => 'encode' in network;
