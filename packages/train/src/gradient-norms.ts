import * as tf from '@tensorflow/tfjs-core';
import { networkEntries, type NetworkName, type TrainedNetworks } from './trained-networks.js';

/**
 * How strong the gradients of a step were: for each network that moved, the Euclidean norm over all its trainable parameters, before the
 * optimiser scales it.
 */
export type GradientNorms = Readonly<Partial<Record<NetworkName, number>>>;

/** @param gradients - By the names that tfjs gives variables; a network without any is left out. */
export async function gradientNorms(
  networks: TrainedNetworks,
  gradients: Readonly<tf.NamedTensorMap>,
): Promise<GradientNorms> {
  const names: NetworkName[] = [];
  const stacked = tf.tidy(() => {
    const norms: tf.Tensor[] = [];
    for (const [name, network] of networkEntries(networks)) {
      const own = [...network.trainable.values()].flatMap((variable) => gradients[variable.name] ?? []);
      if (own.length === 0) continue;
      names.push(name);
      norms.push(tf.sqrt(tf.addN(own.map((gradient) => tf.sum(tf.square(gradient))))));
    }
    return tf.stack(norms);
  });
  try {
    const values = await stacked.data();
    return Object.fromEntries(names.map((name, index) => [name, values[index]]));
  } finally {
    stacked.dispose();
  }
}
