import type { NamedAttrMap } from '@tensorflow/tfjs-core';

const ACTIVATIONS = ['none', 'relu', 'leakyRelu'] as const;

/**
 * The slope below zero of a fused kernel's activation, from its attributes `activation` (default `'none'`) and `alpha`
 * (default 0.2). The gradient is found from the sign of the result, so `alpha` may not be negative.
 */
export function slopeOf(kernel: string, { activation = 'none', alpha = 0.2 }: NamedAttrMap): number {
  if (!ACTIVATIONS.includes(activation as (typeof ACTIVATIONS)[number])) {
    throw new RangeError(
      `${kernel}: activation must be one of ${ACTIVATIONS.map((name) => `'${name}'`).join(', ')}, got ${JSON.stringify(activation)}.`,
    );
  }
  if (!(typeof alpha === 'number' && alpha >= 0)) {
    throw new RangeError(`${kernel}: alpha must be a number >= 0, got ${JSON.stringify(alpha)}.`);
  }
  return activation === 'none' ? 1 : activation === 'relu' ? 0 : alpha;
}

/** A numeric attribute that has no default. */
export function numberAttribute(kernel: string, attrs: NamedAttrMap, name: string): number {
  const value = attrs[name];
  if (typeof value !== 'number') {
    throw new TypeError(`${kernel}: attribute '${name}' must be a number, got ${JSON.stringify(value)}.`);
  }
  return value;
}
