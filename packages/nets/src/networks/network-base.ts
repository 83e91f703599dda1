import type { Layer } from '../layers/layer.js';
import { Parameters } from '../parameters.js';
import type { NetworkSpec } from '../specs.js';
import type { Network } from '../types.js';

/** How a network starts: drawn from its seed, or zeros, about to be loaded. */
export type InitialWeights = 'seeded' | 'zeros';

/** The store of a network's variables. The architecture is part of the key, so equal names in D and C draw differently. */
export function parametersOf(
  spec: Pick<NetworkSpec, 'architecture' | 'seed'> & { readonly role?: string },
  weights: InitialWeights,
): Parameters {
  const network = spec.role === undefined ? spec.architecture : `${spec.architecture}-${spec.role}`;
  return new Parameters(`${spec.seed}/${network}`, weights === 'seeded');
}

/** What all networks have in common. */
export function networkBase<Spec extends Network['spec']>(
  spec: Spec,
  { trainable, statistics }: Parameters,
  layers: readonly Layer[],
): Network & { readonly spec: Spec } {
  let numParameters = 0;
  for (const variable of trainable.values()) numParameters += variable.size;
  return {
    spec,
    trainable,
    statistics,
    numParameters,
    layers: layers.map(({ summary }) => summary),
    dispose: () => {
      for (const variable of [...trainable.values(), ...statistics.values()]) variable.dispose();
    },
  };
}
