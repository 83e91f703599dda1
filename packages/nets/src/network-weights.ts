import * as tf from '@tensorflow/tfjs-core';
import { WeightsFormatError } from './errors.js';
import type { Network } from './types.js';
import { requireWeight, type WeightValues } from './weight-values.js';

/**
 * All variables of a network by name: the trainable ones, then the moving statistics. They stay the network's.
 * @param network - Any of the four.
 * @returns Variables by name; who changes them changes the network.
 */
export function networkWeights({ trainable, statistics }: Network): Map<string, tf.Variable> {
  return new Map([...trainable, ...statistics]);
}

/**
 * Sets all variables of a network. Checks first: after an error no variable has changed.
 * @param network - The network whose variables are set.
 * @param tensors - Values by name. They may hold other things beside, but under `prefix` exactly the network's names.
 * @param prefix - Put before each name as it is, such as `'generator/'`. @default ''
 * @throws {WeightsFormatError} when a name is missing or unknown, or has another shape.
 */
export function loadNetworkWeights(
  network: Network,
  tensors: ReadonlyMap<string, WeightValues>,
  prefix = '',
): void {
  const weights = networkWeights(network);
  const pairs = [...weights].map(
    ([name, variable]) =>
      [variable, requireWeight('loadNetworkWeights', tensors, prefix + name, variable.shape)] as const,
  );
  for (const name of tensors.keys()) {
    if (name.startsWith(prefix) && !weights.has(name.slice(prefix.length))) {
      throw new WeightsFormatError(
        'loadNetworkWeights',
        `'${name}' is no weight of ${network.spec.architecture}`,
      );
    }
  }
  tf.tidy(() => {
    for (const [variable, values] of pairs) {
      // A copy: on some engines a tensor keeps the array it was made from.
      variable.assign(tf.tensor(values.slice(), variable.shape));
    }
  });
}
