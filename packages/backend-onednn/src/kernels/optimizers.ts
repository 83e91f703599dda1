import type { TensorInfo } from '@tensorflow/tfjs-core';
import { numberAttribute } from './attributes.js';
import { input, sizeOfShape, type KernelCall, type NativeKernelConfig } from './kernel.js';

/** Float32 tensors that must have the size of the first one, which moves. */
function tensorsOf(kernel: string, call: KernelCall, names: readonly [string, ...string[]]): TensorInfo[] {
  const tensors = names.map((name) => input(call, kernel, name));
  const size = sizeOfShape(input(call, kernel, names[0]).shape);
  for (const [index, tensor] of tensors.entries()) {
    if (tensor.dtype !== 'float32' || sizeOfShape(tensor.shape) !== size) {
      throw new RangeError(
        `${kernel}: ${names[index] ?? ''}: expected ${size} float32 elements, got ${tensor.dtype} [${tensor.shape.join()}].`,
      );
    }
  }
  return tensors;
}

/** Runs a native kernel: addresses of inputs and outputs, size, constants. */
function run(
  { addon, backend }: KernelCall,
  kernel: 'adamStep' | 'rmsPropStep' | 'movingAverage',
  tensors: readonly TensorInfo[],
  numOutputs: number,
  constants: readonly number[],
): TensorInfo[] {
  const shape = tensors[0]?.shape ?? [];
  const from = tensors.map((tensor) => backend.address(tensor));
  const outputs = Array.from({ length: numOutputs }, () => backend.output(shape));
  addon[kernel](
    ...from,
    ...outputs.map((tensor) => backend.address(tensor)),
    sizeOfShape(shape),
    ...constants,
  );
  return outputs;
}

/** One step of Adam; returns `[parameter, m, v]`. */
export const adamStep: NativeKernelConfig = {
  name: 'CvgAdamStep',
  run(call) {
    const tensors = tensorsOf(this.name, call, ['parameter', 'gradient', 'm', 'v']);
    const attribute = (name: string): number => numberAttribute(this.name, call.attrs, name);
    const [beta1, beta2] = [attribute('beta1'), attribute('beta2')];
    return run(call, 'adamStep', tensors, 3, [
      ...[attribute('learningRate'), beta1, 1 - beta1, beta2, 1 - beta2],
      ...[attribute('epsilon'), attribute('correction1'), attribute('correction2')],
    ]);
  },
};

/** One step of RMSProp; returns `[parameter, meanSquare]`. */
export const rmsPropStep: NativeKernelConfig = {
  name: 'CvgRmsPropStep',
  run(call) {
    const tensors = tensorsOf(this.name, call, ['parameter', 'gradient', 'meanSquare']);
    const attribute = (name: string): number => numberAttribute(this.name, call.attrs, name);
    const decay = attribute('decay');
    const constants = [attribute('learningRate'), decay, 1 - decay, attribute('epsilon')];
    return run(call, 'rmsPropStep', tensors, 2, constants);
  },
};

/** `keep average + add value`, the step of a moving average. */
export const movingAverage: NativeKernelConfig = {
  name: 'CvgMovingAverage',
  run(call) {
    const tensors = tensorsOf(this.name, call, ['average', 'value']);
    const constants = ['keep', 'add'].map((name) => numberAttribute(this.name, call.attrs, name));
    return run(call, 'movingAverage', tensors, 1, constants);
  },
};
