import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { input, type KernelCall } from './kernel.js';

/** Rows and channels of a `[..., channels]` tensor. */
export function rowsAndChannels(x: TensorInfo): { readonly rows: number; readonly channels: number } {
  const channels = x.shape.at(-1) ?? 1;
  return { channels, rows: channels === 0 ? 0 : util.sizeFromShape(x.shape) / channels };
}

/** Inputs by name, which must be float32 and, where a size is given, hold that many elements. */
export function inputsOf<N extends string>(
  kernel: string,
  call: KernelCall,
  names: readonly N[],
  sizeOf: (name: N) => number | undefined,
): Readonly<Record<N, TensorInfo>> {
  const entries = names.map((name) => {
    const tensor = input(call, kernel, name);
    if (tensor.dtype !== 'float32') {
      throw new TypeError(`${kernel}: ${name} must be float32, got ${tensor.dtype}.`);
    }
    const size = sizeOf(name);
    if (size !== undefined && util.sizeFromShape(tensor.shape) !== size) {
      throw new RangeError(
        `${kernel}: ${name}: expected ${size} elements, got shape [${tensor.shape.join()}].`,
      );
    }
    return [name, tensor] as const;
  });
  return Object.fromEntries(entries) as Record<N, TensorInfo>;
}
