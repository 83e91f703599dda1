import type { MovingFeatureMeansState } from '@cvg/losses';
import {
  decodeSafetensors,
  encodeSafetensors,
  loadNetworkWeights,
  networkWeights,
  saveNetwork,
  type NamedArray,
  type Network,
} from '@cvg/nets';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ConfigMismatchError } from './errors.js';
import { jsonDifferences } from './json-differences.js';
import { networkEntries, type NetworkName } from './trained-networks.js';
import type { JsonValue } from './json.js';
import type { TrainingConfig } from './training-config.js';
import type { TrainingState } from './training-state.js';

/** Optimisers and moving means. */
const TRAINING_FILE = 'training.safetensors';
/** Counters, and the position in the data. */
const STATE_FILE = 'state.json';

const stateSchema = z.object({
  format: z.literal('cvg-training-state'),
  version: z.literal(1),
  step: z.int().nonnegative(),
  /** What was trained: a trainer of another configuration must not go on from here. */
  config: z.record(z.string(), z.json()),
  /** Updates of each network's optimiser. */
  numUpdates: z.record(z.string(), z.int().nonnegative()),
  source: z.json(),
});

/** Where a training stands. */
export interface TrainingPosition {
  /** Steps taken. */
  readonly step: number;
  /** The source's position. */
  readonly source: JsonValue;
}

/** The networks of a checkpoint by file: what `saveNetwork` writes, so each can be loaded for itself. */
function networkFiles({ networks, averagedGenerator }: TrainingState): Map<string, Network> {
  const trained = networkEntries(networks).map(
    ([name, network]) => [`${name}.safetensors`, network] as const,
  );
  return new Map<string, Network>([...trained, ['averaged-generator.safetensors', averagedGenerator]]);
}

/**
 * The whole state of a training as files: one safetensors file a network (`generator`, `averaged-generator`, `encoder`,
 * `discriminator`, `classifier`), `training.safetensors` and `state.json`.
 * @throws Error when a weight is not finite: such a state is not worth keeping.
 */
export async function trainingFiles(
  state: TrainingState,
  { step, source }: TrainingPosition,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [file, network] of networkFiles(state)) {
    await assertFiniteWeights(file, network);
    files.set(file, await saveNetwork(network));
  }
  const tensors = new Map<string, NamedArray>();
  const numUpdates: Partial<Record<NetworkName, number>> = {};
  for (const [network, optimizer] of state.optimizers) {
    numUpdates[network] = optimizer.numUpdates;
    for (const [slot, variable] of optimizer.slots) {
      const data = (await variable.data()) as Float32Array;
      tensors.set(slotName(network, slot), { dtype: 'F32', shape: variable.shape, data });
    }
  }
  for (const [name, { centers, numUpdates: updates, shape }] of await state.means.state()) {
    tensors.set(`means/${name}/centers`, { dtype: 'F32', shape, data: centers });
    tensors.set(`means/${name}/numUpdates`, { dtype: 'I32', shape: [updates.length], data: updates });
  }
  files.set(TRAINING_FILE, encodeSafetensors(tensors));
  const written: z.input<typeof stateSchema> = {
    ...{ format: 'cvg-training-state', version: 1, step, numUpdates },
    config: plainConfig(state.config),
    source: source as z.core.util.JSONType,
  };
  files.set(STATE_FILE, new TextEncoder().encode(`${JSON.stringify(written, undefined, 2)}\n`));
  return files;
}

/**
 * Takes over the state that {@link trainingFiles} wrote for the same config.
 * @throws {ConfigMismatchError} when the checkpoint is of another configuration; the message names every field that differs.
 * @throws RangeError when a file is missing or holds something else; the message names it.
 */
export function restoreTraining(
  state: TrainingState,
  files: ReadonlyMap<string, Uint8Array>,
): TrainingPosition {
  const fileOf = (name: string): Uint8Array => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new RangeError(`The checkpoint has no ${name}.`);
    return bytes;
  };
  const position = readState(fileOf(STATE_FILE));
  const differences = jsonDifferences(position.config, plainConfig(state.config));
  if (differences.length > 0) throw new ConfigMismatchError('The checkpoint', differences);
  const { tensors } = decodeSafetensors(fileOf(TRAINING_FILE));
  const means = new Map<string, MovingFeatureMeansState>();
  for (const name of tensors.keys()) {
    const match = /^means\/(.*)\/centers$/.exec(name);
    if (match?.[1] === undefined) continue;
    const [centers, numUpdates] = [
      tensors.get(name)?.data,
      tensors.get(`means/${match[1]}/numUpdates`)?.data,
    ];
    if (centers instanceof Float32Array && numUpdates instanceof Int32Array) {
      means.set(match[1], { centers, numUpdates });
    }
  }
  for (const [file, network] of networkFiles(state)) {
    const values = decodeSafetensors(fileOf(file)).tensors;
    loadNetworkWeights(network, values as ReadonlyMap<string, NamedArray & { dtype: 'F32' }>);
  }
  for (const [network, optimizer] of state.optimizers) {
    optimizer.numUpdates = position.numUpdates[network] ?? 0;
    for (const [slot, variable] of optimizer.slots) {
      const values = tensors.get(slotName(network, slot));
      if (!(values?.dtype === 'F32' && values.shape.join() === variable.shape.join())) {
        throw new RangeError(
          `${TRAINING_FILE}: ${slotName(network, slot)}: expected float32 values of shape [${variable.shape.join(',')}].`,
        );
      }
      tf.tidy(() => variable.assign(tf.tensor(values.data.slice(), variable.shape)));
    }
  }
  state.means.restore(means);
  return { step: position.step, source: position.source };
}

/** As it comes back from a file. */
function plainConfig(config: TrainingConfig): Record<string, z.core.util.JSONType> {
  return JSON.parse(JSON.stringify(config)) as Record<string, z.core.util.JSONType>;
}

function slotName(network: NetworkName, slot: string): string {
  return `optimizer/${network}/${slot}`;
}

function readState(bytes: Uint8Array): z.output<typeof stateSchema> {
  const result = stateSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (result.success) return result.data;
  const [problem] = result.error.issues;
  throw new RangeError(
    `${STATE_FILE}: ${problem?.path.join('.') ?? ''}: ${problem?.message ?? 'not valid'}.`,
  );
}

async function assertFiniteWeights(file: string, network: Network): Promise<void> {
  for (const [name, variable] of networkWeights(network)) {
    if (!(await variable.data()).every(Number.isFinite)) {
      throw new Error(`${file}: the weight ${name} is no longer finite; no checkpoint was written.`);
    }
  }
}
