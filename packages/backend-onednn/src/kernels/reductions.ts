import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { areFloat, input, rowsAndChannels, type KernelCall, type NativeKernelConfig } from './kernel.js';

/** Sizes of the kept axes before, the reduced axes, and the kept axes after; undefined if they alternate more. */
function partition(
  shape: readonly number[],
  axes: readonly number[],
): readonly [number, number, number] | undefined {
  const sizes: [number, number, number] = [1, 1, 1];
  let part: 0 | 1 | 2 = 0;
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const isReduced = axes.includes(axis);
    if (isReduced && part === 2) return undefined;
    if (isReduced) part = 1;
    else if (part === 1) part = 2;
    sizes[part] *= size;
  }
  return sizes;
}

/** Sum or mean over axes. */
function reduce(name: string, call: KernelCall, isMean: boolean): TensorInfo | TensorInfo[] {
  const { addon, backend } = call;
  const x = input(call, name, 'x');
  const axes = util.parseAxisParam(call.attrs.axis as number | number[], x.shape);
  const sizes = partition(x.shape, axes);
  if (!areFloat(x) || sizes === undefined) return call.stock();
  const shape =
    call.attrs.keepDims === true
      ? x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
      : x.shape.filter((_, axis) => !axes.includes(axis));
  const from = backend.address(x);
  const output = backend.output(shape);
  addon.sumMiddle(from, backend.address(output), ...sizes, isMean ? 1 / sizes[1] : 1);
  return output;
}

/** `tf.sum`. Integers, and reductions of axes that are not neighbours, go to the stock kernel. */
export const sum: NativeKernelConfig = { name: 'Sum', run: (call) => reduce('Sum', call, false) };

/** `tf.mean`, as {@link sum}. */
export const mean: NativeKernelConfig = { name: 'Mean', run: (call) => reduce('Mean', call, true) };

/** `tf.softmax` over the last axis. */
export const softmax: NativeKernelConfig = {
  name: 'Softmax',
  run(call) {
    const { addon, backend } = call;
    const logits = input(call, this.name, 'logits');
    const dim = call.attrs.dim as number;
    if (!areFloat(logits) || (dim !== -1 && dim !== logits.shape.length - 1)) return call.stock();
    const { rows, channels } = rowsAndChannels(logits);
    const from = backend.address(logits);
    const y = backend.output(logits.shape);
    addon.softmax(from, backend.address(y), rows, channels);
    return y;
  },
};
