import { util } from '@tensorflow/tfjs-core';
import type { WasmEngine } from '../wasm-engine.js';
import { input, type KernelCall, type WasmKernel } from './kernel.js';
import { RowSlices } from './row-slices.js';

/** Stores `factor` times the sums of the columns of `x [rows, channels]`; `x` and `output` are addresses. */
export function sumColumns(
  engine: WasmEngine,
  x: number,
  rows: number,
  channels: number,
  output: number,
  factor: number,
): void {
  const slices = new RowSlices(engine, rows, channels, 0);
  const totals = slices.takeTotals();
  const sums = slices.slices.map(() => slices.takePeriod());
  slices.run((first, size, slice) => [
    'columnTotals',
    [...[x + 4 * first, size / channels, channels, sums[slice] ?? 0, totals + 8 * channels * slice]],
  ]);
  engine.kernels.finishTotals(totals, slices.slices.length, channels, factor, output);
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
  const [from, to, factor] = [engine.address(x), engine.address(output), mean ? 1 / middle : 1];
  if (outer === 1 && inner > 1) sumColumns(engine, from, middle, inner, to, factor);
  else engine.kernels.sumMiddle(from, outer, middle, inner, to, factor, engine.scratch(6 * inner + 32));
  return output;
}

/** `tf.sum`. Integers, and reductions of axes that are not neighbours, go to the stock kernel. */
export const sum: WasmKernel = { name: 'Sum', run: (call) => reduce('Sum', call, false) };

/** `tf.mean`, as {@link sum}. */
export const mean: WasmKernel = { name: 'Mean', run: (call) => reduce('Mean', call, true) };
