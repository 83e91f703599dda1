import { util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Addon } from '../addon.js';
import type { OnednnBackend } from '../onednn-backend.js';

/** Arguments of a native kernel. */
export interface KernelCall {
  readonly backend: OnednnBackend;
  readonly addon: Addon;
  readonly inputs: NamedTensorInfoMap;
  readonly attrs: NamedAttrMap;
  /** The kernel of tfjs-backend-cpu that this one replaces, for the cases it leaves to it. Throws where there is none. */
  readonly stock: () => TensorInfo | TensorInfo[];
}

/** A kernel under the name of a TensorFlow.js op, or of an op of this project. */
export interface NativeKernelConfig {
  readonly name: string;
  run(call: KernelCall): TensorInfo | TensorInfo[];
}

/** The named input; a kernel called without it fails with its name. */
export function input(call: Pick<KernelCall, 'inputs'>, kernel: string, name: string): TensorInfo {
  const tensor = (call.inputs as Readonly<Record<string, TensorInfo | undefined>>)[name];
  if (tensor === undefined) throw new Error(`${kernel}: missing input '${name}'.`);
  return tensor;
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
    if (size !== undefined && sizeOfShape(tensor.shape) !== size) {
      throw new RangeError(
        `${kernel}: ${name}: expected ${size} elements, got shape [${tensor.shape.join()}].`,
      );
    }
    return [name, tensor] as const;
  });
  return Object.fromEntries(entries) as Record<N, TensorInfo>;
}

/** Fails unless a tensor has the shape that the others imply. */
export function checkShape(kernel: string, name: string, tensor: TensorInfo, shape: readonly number[]): void {
  if (util.arraysEqual(tensor.shape, shape as number[])) return;
  throw new RangeError(`${kernel}: ${name}: expected shape [${shape.join()}], got [${tensor.shape.join()}].`);
}

/** Product of some sizes. */
export const sizeOfShape = (shape: readonly number[]): number => util.sizeFromShape([...shape]);

/** Rows and channels of a `[..., channels]` tensor. */
export function rowsAndChannels(x: TensorInfo): { readonly rows: number; readonly channels: number } {
  const channels = x.shape.at(-1) ?? 1;
  return { channels, rows: sizeOfShape(x.shape) / channels };
}

/** Whether all of them are float32. */
export const areFloat = (...tensors: readonly TensorInfo[]): boolean =>
  tensors.every(({ dtype }) => dtype === 'float32');
