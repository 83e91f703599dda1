import { util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmEngine } from '../wasm-engine.js';
import { numberAttribute } from './activation.js';
import { input, type KernelCall } from './kernel.js';
import type { Mlp } from './mlp.js';

/** A named list of float32 tensors among a kernel's inputs. */
export function tensorList(kernel: string, call: KernelCall, name: string): TensorInfo[] {
  const tensors = [input(call, kernel, name)].flat();
  for (const { dtype, shape } of tensors) {
    if (dtype !== 'float32')
      throw new RangeError(`${kernel}: ${name}: expected float32, got ${dtype} [${shape.join()}].`);
  }
  return tensors;
}

/**
 * A named list of tensors that go with the parameters of a network, `count` with each.
 * @returns Their addresses, by parameter.
 */
export function besides(
  kernel: string,
  call: KernelCall,
  name: string,
  { parameters }: Mlp,
  count: number,
): number[][] {
  const tensors = tensorList(kernel, call, name);
  return parameters.map(({ size }, index) =>
    Array.from({ length: count }, (_, slot) => {
      const tensor = tensors[count * index + slot];
      if (tensor === undefined || util.sizeFromShape(tensor.shape) !== size) {
        const got = tensor === undefined ? 'none' : `[${tensor.shape.join()}]`;
        throw new RangeError(`${kernel}: ${name}: expected ${size} elements, got ${got}.`);
      }
      return call.engine.address(tensor);
    }),
  );
}

/**
 * Moves every parameter of a network, and what its optimiser remembers, by a step of Adam or RMSProp: as `CvgAdamStep` and
 * `CvgRmsPropStep` do, but in place.
 * @param slots - Addresses by parameter: m and v, or the mean square.
 * @param gradients - Addresses by parameter.
 * @param t - Which update this is, from 1.
 */
export function moveParameters(
  kernel: string,
  { kernels }: WasmEngine,
  { parameters }: Mlp,
  slots: readonly (readonly number[])[],
  gradients: readonly number[],
  attrs: NamedAttrMap,
  t: number,
): void {
  const attribute = (name: string): number => numberAttribute(kernel, attrs, name);
  const [rate, epsilon] = [attribute('learningRate'), attribute('epsilon')];
  parameters.forEach(({ address, size }, index) => {
    const gradient = gradients[index] as number;
    if (attrs.optimizer === 'adam') {
      const [beta1, beta2] = [attribute('beta1'), attribute('beta2')];
      const [m, v] = slots[index] as [number, number];
      kernels.adamStep(
        ...[address, gradient, m, v, size, rate, beta1, 1 - beta1, beta2, 1 - beta2, epsilon],
        ...[1 - beta1 ** t, 1 - beta2 ** t, address, m, v],
      );
    } else {
      const decay = attribute('decay');
      const [meanSquare] = slots[index] as [number];
      kernels.rmsPropStep(
        ...[address, gradient, meanSquare, size, rate, decay, 1 - decay, epsilon, address, meanSquare],
      );
    }
  });
}
