import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmEngine } from '../wasm-engine.js';
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

/** Runs an optimiser's kernel on parts of its tensors: addresses of inputs, size, constants, addresses of outputs. */
function runSliced(
  engine: WasmEngine,
  kernel: 'adamStep' | 'rmsPropStep',
  inputs: readonly TensorInfo[],
  constants: readonly number[],
  outputs: readonly TensorInfo[],
): void {
  const from = inputs.map((tensor) => engine.address(tensor));
  const to = outputs.map((tensor) => engine.address(tensor));
  engine.run(
    engine
      .slices(util.sizeFromShape(inputs[0]?.shape ?? []))
      .map(([first, end]) => [
        kernel,
        [
          ...from.map((address) => address + 4 * first),
          end - first,
          ...constants,
          ...to.map((address) => address + 4 * first),
        ],
      ]),
  );
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
    const constants = [
      ...[attribute('learningRate'), beta1, 1 - beta1, beta2, 1 - beta2],
      ...[attribute('epsilon'), attribute('correction1'), attribute('correction2')],
    ];
    runSliced(engine, 'adamStep', tensors, constants, outputs);
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
    const constants = [attribute('learningRate'), decay, 1 - decay, attribute('epsilon')];
    runSliced(engine, 'rmsPropStep', tensors, constants, outputs);
    return outputs;
  },
};
