import type { Layer } from '../layers/layer.js';
import { Parameters, type InitialWeights } from '../parameters.js';
import type { NetworkSpec } from '../specs.js';
import type { Network } from '../types.js';

/** The store of a network's variables. The architecture is part of the key, so equal names in D and C draw differently. */
export function parametersOf(
  spec: Pick<NetworkSpec, 'architecture' | 'seed'> & { readonly role?: string },
  weights: InitialWeights,
): Parameters {
  const network = spec.role === undefined ? spec.architecture : `${spec.architecture}-${spec.role}`;
  return new Parameters(`${spec.seed}/${network}`, weights);
}

/** What all networks have in common. */
export function networkBase<Spec extends Network['spec']>(
  spec: Spec,
  parameters: Parameters,
  layers: readonly Layer[],
): Network & { readonly spec: Spec } {
  const { trainable, statistics } = parameters;
  return {
    ...{ spec, trainable, statistics, numParameters: parameters.count() },
    layers: layers.map(({ summary }) => summary),
    dispose: () => parameters.dispose(),
  };
}
