import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { numberAttribute } from './activation.js';
import { input, type KernelCall, type WasmKernel } from './kernel.js';

/** The parameter and the float32 tensors that must have its size. */
function tensorsOf(kernel: string, call: KernelCall, names: readonly string[]): TensorInfo[] {
  const tensors = ['parameter', ...names].map((name) => input(call, kernel, name));
  const size = util.sizeFromShape(tensors[0]?.shape ?? []);
  for (const [index, tensor] of tensors.entries()) {
    if (tensor.dtype !== 'float32' || util.sizeFromShape(tensor.shape) !== size) {
      const name = ['parameter', ...names][index] ?? '';
      throw new RangeError(
        `${kernel}: ${name}: expected ${size} float32 elements, got ${tensor.dtype} [${tensor.shape.join()}].`,
      );
    }
  }
  return tensors;
}

/** One step of Adam; returns `[parameter, m, v]`. */
export const adamStep: WasmKernel = {
  name: 'CvgAdamStep',
  run(call) {
    const { engine, attrs } = call;
    const tensors = tensorsOf(this.name, call, ['gradient', 'm', 'v']);
    const attribute = (name: string): number => numberAttribute(this.name, attrs, name);
    const [beta1, beta2] = [attribute('beta1'), attribute('beta2')];
    const shape = tensors[0]?.shape ?? [];
    const outputs = [engine.output(shape), engine.output(shape), engine.output(shape)];
    engine.kernels.adamStep(
      ...tensors.map((tensor) => engine.address(tensor)),
      ...[util.sizeFromShape(shape), attribute('learningRate'), beta1, 1 - beta1, beta2, 1 - beta2],
      ...[attribute('epsilon'), attribute('correction1'), attribute('correction2')],
      ...outputs.map((tensor) => engine.address(tensor)),
    );
    return outputs;
  },
};

/** One step of RMSProp; returns `[parameter, meanSquare]`. */
export const rmsPropStep: WasmKernel = {
  name: 'CvgRmsPropStep',
  run(call) {
    const { engine, attrs } = call;
    const tensors = tensorsOf(this.name, call, ['gradient', 'meanSquare']);
    const attribute = (name: string): number => numberAttribute(this.name, attrs, name);
    const decay = attribute('decay');
    const shape = tensors[0]?.shape ?? [];
    const outputs = [engine.output(shape), engine.output(shape)];
    engine.kernels.rmsPropStep(
      ...tensors.map((tensor) => engine.address(tensor)),
      ...[util.sizeFromShape(shape), attribute('learningRate'), decay, 1 - decay, attribute('epsilon')],
      ...outputs.map((tensor) => engine.address(tensor)),
    );
    return outputs;
  },
};
