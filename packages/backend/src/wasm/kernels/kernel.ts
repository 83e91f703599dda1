import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmEngine } from '../wasm-engine.js';

/** Arguments of a kernel of this package. */
export interface KernelCall {
  readonly engine: WasmEngine;
  readonly inputs: NamedTensorInfoMap;
  readonly attrs: NamedAttrMap;
  /** The kernel of TensorFlow.js that this one replaces, for the cases it leaves to it. Throws where there is none. */
  readonly stock: () => TensorInfo | TensorInfo[];
}

/** A kernel that is registered for `wasm` under the name of a TensorFlow.js op, or of an op of ours. */
export interface WasmKernel {
  readonly name: string;
  run(call: KernelCall): TensorInfo | TensorInfo[];
}

/** The named input; a kernel called without it fails with its name. */
export function input(call: Pick<KernelCall, 'inputs'>, kernel: string, name: string): TensorInfo {
  const tensor = (call.inputs as Readonly<Record<string, TensorInfo | undefined>>)[name];
  if (tensor === undefined) throw new Error(`${kernel}: missing input '${name}'.`);
  return tensor;
}
