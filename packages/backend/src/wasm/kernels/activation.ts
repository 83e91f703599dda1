import type { NamedAttrMap } from '@tensorflow/tfjs-core';

/** Codes of activations in assembly/activation.ts. */
const ACTIVATIONS = ['none', 'relu', 'leakyRelu'] as const;

/** An activation as the fused kernels take it: its code and the slope of the leaky ReLU. */
export interface Activation {
  readonly code: number;
  readonly alpha: number;
}

/**
 * The activation of a fused kernel's attributes `activation` (default `'none'`) and `alpha` (default 0.2).
 * The gradient is found from the sign of the output, so `alpha` may not be negative.
 */
export function activationOf(kernel: string, { activation = 'none', alpha = 0.2 }: NamedAttrMap): Activation {
  const code = ACTIVATIONS.indexOf(activation as (typeof ACTIVATIONS)[number]);
  if (code < 0) {
    throw new RangeError(
      `${kernel}: activation must be one of ${ACTIVATIONS.map((name) => `'${name}'`).join(', ')}, got ${JSON.stringify(activation)}.`,
    );
  }
  if (!(typeof alpha === 'number' && alpha >= 0)) {
    throw new RangeError(`${kernel}: alpha must be a number >= 0, got ${JSON.stringify(alpha)}.`);
  }
  return { code, alpha };
}

/** A numeric attribute that has no default. */
export function numberAttribute(kernel: string, attrs: NamedAttrMap, name: string): number {
  const value = attrs[name];
  if (typeof value !== 'number') {
    throw new TypeError(`${kernel}: attribute '${name}' must be a number, got ${JSON.stringify(value)}.`);
  }
  return value;
}
