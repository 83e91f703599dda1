import type { TensorInfo } from '@tensorflow/tfjs-core';
import { numberAttribute } from './attributes.js';
import { input, sizeOfShape, type KernelCall, type NativeKernelConfig } from './kernel.js';

/** The parameter and the float32 tensors that must have its size. */
function tensorsOf(kernel: string, call: KernelCall, others: readonly string[]): TensorInfo[] {
  const names = ['parameter', ...others];
  const tensors = names.map((name) => input(call, kernel, name));
  const size = sizeOfShape(input(call, kernel, 'parameter').shape);
  for (const [index, tensor] of tensors.entries()) {
    if (tensor.dtype !== 'float32' || sizeOfShape(tensor.shape) !== size) {
      throw new RangeError(
        `${kernel}: ${names[index] ?? ''}: expected ${size} float32 elements, got ${tensor.dtype} [${tensor.shape.join()}].`,
      );
    }
  }
  return tensors;
}

/** Runs an optimiser's kernel: addresses of inputs and outputs, size, constants. */
function run(
  { addon, backend }: KernelCall,
  kernel: 'adamStep' | 'rmsPropStep',
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
    const tensors = tensorsOf(this.name, call, ['gradient', 'm', 'v']);
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
    const tensors = tensorsOf(this.name, call, ['gradient', 'meanSquare']);
    const attribute = (name: string): number => numberAttribute(this.name, call.attrs, name);
    const decay = attribute('decay');
    const constants = [attribute('learningRate'), decay, 1 - decay, attribute('epsilon')];
    return run(call, 'rmsPropStep', tensors, 2, constants);
  },
};
