import { WeightsFormatError } from './errors.js';

/** Values of a float32 tensor. */
export interface WeightValues {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * The values of the weight `name`, which must have this shape.
 * @param source - The function that refuses them otherwise.
 */
export function requireWeight(
  source: string,
  tensors: ReadonlyMap<string, WeightValues>,
  name: string,
  shape: readonly number[],
): Float32Array {
  const values = tensors.get(name);
  const wanted = `[${shape.join(',')}]`;
  if (values === undefined) throw new WeightsFormatError(source, `'${name}' ${wanted} is missing`);
  if (values.shape.join() !== shape.join()) {
    throw new WeightsFormatError(
      source,
      `'${name}': expected shape ${wanted}, got [${values.shape.join(',')}]`,
    );
  }
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (!(values.data instanceof Float32Array) || values.data.length !== size) {
    throw new WeightsFormatError(
      source,
      `'${name}': expected ${size} float32 values, got ${values.data.length} of ${values.data.constructor.name}`,
    );
  }
  return values.data;
}
