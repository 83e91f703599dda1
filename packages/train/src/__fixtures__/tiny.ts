import { networkWeights, type Network } from '@cvg/nets';
import { seededNormal } from '@cvg/test-utils';
import { networkEntries } from '../trained-networks.js';
import type { Trainer } from '../trainer.js';
import type { TrainingOptions } from '../training-config.js';
import type { JsonValue } from '../json.js';
import type { TrainingBatch, TrainingSource } from '../training-data.js';

export const BATCH_SIZE = 6;
export const NUM_CLASSES = 3;
export const DATA_SIZE = 3;

/** A training of small MLPs; `overrides` say what is special. */
export function tinyOptions(overrides: Partial<TrainingOptions> = {}): TrainingOptions {
  return {
    numClasses: NUM_CLASSES,
    networks: { kind: 'mlp', dataSize: DATA_SIZE, latentSize: 2, hiddenSizes: [5, 4] },
    batchSize: BATCH_SIZE,
    seed: 3,
    ...overrides,
  };
}

/** Image networks as small as they come. */
export function tinyImageOptions(overrides: Partial<TrainingOptions> = {}): TrainingOptions {
  return {
    ...tinyOptions(overrides),
    networks: { kind: 'image', imageSize: 32, channels: 1, latentSize: 4, width: 0.05 },
    batchSize: 4,
  };
}

/** Endless seeded noise with classes; its position is one number. */
export class TinySource implements TrainingSource {
  #position = 0;

  constructor(readonly shape: readonly number[] = [BATCH_SIZE, DATA_SIZE]) {}

  next(): Promise<TrainingBatch> {
    this.#position++;
    const size = this.shape.reduce((product, extent) => product * extent, 1);
    const images = seededNormal(size, this.#position).map((value) => Math.max(-1, Math.min(1, value / 2)));
    const labels = Int32Array.from(
      { length: this.shape[0] ?? 0 },
      (_, index) => (index + this.#position) % NUM_CLASSES,
    );
    return Promise.resolve({ images, labels, shape: this.shape });
  }

  state(): JsonValue {
    return this.#position;
  }

  restore(state: JsonValue): void {
    this.#position = Number(state);
  }
}

/** A copy of every value a network holds. */
export function weightsOf(network: Network): Map<string, Float32Array> {
  return new Map(
    [...networkWeights(network)].map(([name, variable]) => [name, Float32Array.from(variable.dataSync())]),
  );
}

/** A copy of every weight of every network. */
export function allWeights(trainer: Trainer): Map<string, Map<string, Float32Array>> {
  return new Map([
    ...networkEntries(trainer.networks).map(([name, network]) => [name, weightsOf(network)] as const),
    ['averagedGenerator', weightsOf(trainer.averagedGenerator)] as const,
  ]);
}
