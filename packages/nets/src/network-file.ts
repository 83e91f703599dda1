import { buildAny } from './build-network.js';
import { WeightsFormatError } from './errors.js';
import { networkWeights } from './network-weights.js';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from './safetensors.js';
import type { NetworkSpec } from './specs.js';
import type { Network } from './types.js';
import type { WeightValues } from './weight-values.js';

/** Marks the files of {@link saveNetwork}, and their version. */
const FORMAT = 'cvg-network-1';

/**
 * A network as one safetensors file: its weights by name, and its spec as JSON in the metadata.
 * @param network - Any of the four; stays as it is.
 * @returns The bytes of the file.
 */
export async function saveNetwork(network: Network): Promise<Uint8Array<ArrayBuffer>> {
  const tensors = new Map<string, NamedArray>();
  for (const [name, variable] of networkWeights(network)) {
    const data = (await variable.data()) as Float32Array;
    tensors.set(name, { dtype: 'F32', shape: variable.shape, data });
  }
  return encodeSafetensors(tensors, { format: FORMAT, spec: JSON.stringify(network.spec) });
}

/** The spec in a file's metadata; whether it is a valid one shows when the network is built. */
function specOf(metadata: Readonly<Record<string, string>>): NetworkSpec {
  if (metadata.format !== FORMAT) {
    throw new WeightsFormatError(
      'loadNetwork',
      `expected format '${FORMAT}' in the metadata, got ${JSON.stringify(metadata.format)}`,
    );
  }
  try {
    const spec: unknown = JSON.parse(metadata.spec ?? '');
    if (typeof spec === 'object' && spec !== null) return spec as NetworkSpec;
  } catch {
    // Told below.
  }
  throw new WeightsFormatError('loadNetwork', 'the metadata has no spec in JSON');
}

/**
 * The network that {@link saveNetwork} wrote; the caller disposes it. Never allocates more than the file holds.
 * @param bytes - Of {@link saveNetwork}; may be reused.
 * @returns The network that the file describes.
 * @throws {WeightsFormatError} when the bytes are damaged or no network. @throws {RangeError} when the spec is not
 *   valid.
 */
export function loadNetwork(bytes: Uint8Array): Network {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const network = buildAny(specOf(metadata), tensors as ReadonlyMap<string, WeightValues>);
  const weights = networkWeights(network);
  for (const name of tensors.keys()) {
    if (!weights.has(name)) {
      network.dispose();
      throw new WeightsFormatError('loadNetwork', `'${name}' is no weight of ${network.spec.architecture}`);
    }
  }
  return network;
}
