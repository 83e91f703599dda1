import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmEngine } from '../wasm-engine.js';
import { numberAttribute } from './activation.js';
import { input, type KernelCall, type WasmKernel } from './kernel.js';

/** Float32 tensors that must have the size of the first one, which moves. */
function tensorsOf(kernel: string, call: KernelCall, names: readonly string[]): TensorInfo[] {
  const tensors = names.map((name) => input(call, kernel, name));
  const size = util.sizeFromShape(tensors[0]?.shape ?? []);
  for (const [index, tensor] of tensors.entries()) {
    if (tensor.dtype !== 'float32' || util.sizeFromShape(tensor.shape) !== size) {
      const name = names[index] ?? '';
      throw new RangeError(
        `${kernel}: ${name}: expected ${size} float32 elements, got ${tensor.dtype} [${tensor.shape.join()}].`,
      );
    }
  }
  return tensors;
}

/** Runs a kernel on parts of its tensors: addresses of inputs, size, constants, addresses of outputs. */
function runSliced(
  engine: WasmEngine,
  kernel: 'adamStep' | 'rmsPropStep' | 'movingAverage',
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
    const tensors = tensorsOf(this.name, call, ['parameter', 'gradient', 'm', 'v']);
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
    const tensors = tensorsOf(this.name, call, ['parameter', 'gradient', 'meanSquare']);
    const attribute = (name: string): number => numberAttribute(this.name, attrs, name);
    const decay = attribute('decay');
    const shape = tensors[0]?.shape ?? [];
    const outputs = [engine.output(shape), engine.output(shape)];
    const constants = [attribute('learningRate'), decay, 1 - decay, attribute('epsilon')];
    runSliced(engine, 'rmsPropStep', tensors, constants, outputs);
    return outputs;
  },
};

/** `keep average + add value`, the step of a moving average. */
export const movingAverage: WasmKernel = {
  name: 'CvgMovingAverage',
  run(call) {
    const { engine, attrs } = call;
    const tensors = tensorsOf(this.name, call, ['average', 'value']);
    const constants = ['keep', 'add'].map((name) => numberAttribute(this.name, attrs, name));
    const output = engine.output(tensors[0]?.shape ?? []);
    runSliced(engine, 'movingAverage', tensors, constants, [output]);
    return output;
  },
};
