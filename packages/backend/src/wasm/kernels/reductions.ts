import { util } from '@tensorflow/tfjs-core';
import { input, type KernelCall, type WasmKernel } from './kernel.js';

/** Working floats of the kernels in assembly/normalization.ts for `channels` channels. */
export function normalizationFloats(channels: number): number {
  const longestPeriod = 4 * channels + 32;
  return 3 * longestPeriod + 4 * channels;
}

/** Sizes of the kept axes before, the reduced axes, and the kept axes after; undefined if they alternate more. */
function partition(
  shape: readonly number[],
  axes: readonly number[],
): readonly [number, number, number] | undefined {
  const sizes: [number, number, number] = [1, 1, 1];
  let part: 0 | 1 | 2 = 0;
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const reduced = axes.includes(axis);
    if (reduced && part === 2) return undefined;
    if (reduced) part = 1;
    else if (part === 1) part = 2;
    sizes[part] *= size;
  }
  return sizes;
}

/** Sum or mean over axes. */
function reduce(name: string, call: KernelCall, mean: boolean): ReturnType<WasmKernel['run']> {
  const x = input(call, name, 'x');
  const axes = util.parseAxisParam(call.attrs.axis as number | number[], x.shape);
  const sizes = partition(x.shape, axes);
  if (x.dtype !== 'float32' || sizes === undefined) return call.stock();
  const [outer, middle, inner] = sizes;
  const keepDims = call.attrs.keepDims === true;
  const shape = keepDims
    ? x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : x.shape.filter((_, axis) => !axes.includes(axis));
  const { engine } = call;
  const output = engine.output(shape);
  engine.kernels.sumMiddle(
    ...[engine.address(x), outer, middle, inner, engine.address(output), mean ? 1 / middle : 1],
    engine.scratch(normalizationFloats(inner)),
  );
  return output;
}

/** `tf.sum`. Integers, and reductions of axes that are not neighbours, go to the stock kernel. */
export const sum: WasmKernel = { name: 'Sum', run: (call) => reduce('Sum', call, false) };

/** `tf.mean`, as {@link sum}. */
export const mean: WasmKernel = { name: 'Mean', run: (call) => reduce('Mean', call, true) };
