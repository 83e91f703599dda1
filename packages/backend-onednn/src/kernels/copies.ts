import { backend_util, slice_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { contiguousSteps, mergeAxes, padAxes, type GridAxis } from './grid.js';
import { areFloat, input, sizeOfShape, type KernelCall, type NativeKernelConfig } from './kernel.js';

/** Axes of copyGrid. */
const MOST_AXES = 6;

/** Copies the elements that `axes` walk over, from element `start` of `x` to element `end` of `output`. */
function copy(
  { addon, backend }: KernelCall,
  x: TensorInfo,
  start: number,
  output: TensorInfo,
  end: number,
  axes: readonly GridAxis[],
): void {
  if (axes.some(({ size }) => size === 0)) return;
  const grid = padAxes(mergeAxes(axes), MOST_AXES, 2);
  if (grid === undefined) throw new RangeError(`onednn: a copy takes at most ${MOST_AXES} axes.`);
  addon.copyGrid(
    ...[backend.address(x) + 4 * start, backend.address(output) + 4 * end],
    ...grid.sizes,
    ...grid.steps.flat(),
  );
}

/** A tensor of 4-byte elements. */
const fourBytes = (x: TensorInfo): x is TensorInfo & { dtype: 'float32' | 'int32' } =>
  x.dtype === 'float32' || x.dtype === 'int32';

/** Axes of some sizes with given steps of source and target. */
const axesOf = (sizes: readonly number[], from: readonly number[], to: readonly number[]): GridAxis[] =>
  sizes.map((size, axis) => ({ size, steps: [from[axis] ?? 0, to[axis] ?? 0] }));

/** The number of the element at some indices. */
const elementAt = (indices: readonly number[], steps: readonly number[]): number =>
  indices.reduce((sum, index, axis) => sum + index * (steps[axis] ?? 0), 0);

/** `tf.cast` from truth values and integers to floats. */
export const cast: NativeKernelConfig = {
  name: 'Cast',
  run(call) {
    const { addon, backend } = call;
    const x = input(call, this.name, 'x');
    if (call.attrs.dtype !== 'float32' || (x.dtype !== 'bool' && x.dtype !== 'int32')) return call.stock();
    const from = backend.address(x);
    const y = backend.output(x.shape);
    addon.toFloats(from, backend.address(y), sizeOfShape(x.shape), Number(x.dtype === 'bool'));
    return y;
  },
};

/** A float32 tensor of one value. */
function filled({ addon, backend }: KernelCall, shape: readonly number[], value: number): TensorInfo {
  const output = backend.output(shape);
  addon.fill(backend.address(output), sizeOfShape(shape), value);
  return output;
}

/** `tf.fill`. */
export const fill: NativeKernelConfig = {
  name: 'Fill',
  run(call) {
    const { shape, value, dtype } = call.attrs as { shape: number[]; value: unknown; dtype?: string };
    const isFloat = typeof value === 'number' && (dtype ?? 'float32') === 'float32';
    return isFloat ? filled(call, shape, value) : call.stock();
  },
};

/** `tf.zerosLike` and `tf.onesLike`. */
export const constants: readonly NativeKernelConfig[] = ['ZerosLike', 'OnesLike'].map((name, value) => ({
  name,
  run(call) {
    const x = input(call, name, 'x');
    return areFloat(x) ? filled(call, x.shape, value) : call.stock();
  },
}));

/** `tf.tile`, which is also how TensorFlow.js broadcasts. */
export const tile: NativeKernelConfig = {
  name: 'Tile',
  run(call) {
    const x = input(call, this.name, 'x');
    const reps = call.attrs.reps as number[];
    if (!fourBytes(x)) return call.stock();
    const shape = x.shape.map((size, axis) => size * (reps[axis] ?? 1));
    const [from, to] = [contiguousSteps(x.shape), contiguousSteps(shape)];
    const axes = x.shape.flatMap((size, axis): GridAxis[] => [
      { size: reps[axis] ?? 1, steps: [0, size * (to[axis] ?? 0)] },
      { size, steps: [from[axis] ?? 0, to[axis] ?? 0] },
    ]);
    if (padAxes(mergeAxes(axes), MOST_AXES, 2) === undefined) return call.stock();
    const output = call.backend.output(shape, x.dtype);
    copy(call, x, 0, output, 0, axes);
    return output;
  },
};

/** `tf.transpose`. */
export const transpose: NativeKernelConfig = {
  name: 'Transpose',
  run(call) {
    const x = input(call, this.name, 'x');
    const perm = call.attrs.perm as number[];
    if (!fourBytes(x) || x.shape.length > MOST_AXES) return call.stock();
    const steps = contiguousSteps(x.shape);
    const shape = perm.map((axis) => x.shape[axis] ?? 1);
    const output = call.backend.output(shape, x.dtype);
    const from = perm.map((axis) => steps[axis] ?? 0);
    copy(call, x, 0, output, 0, axesOf(shape, from, contiguousSteps(shape)));
    return output;
  },
};

/** `tf.slice`. */
export const slice: NativeKernelConfig = {
  name: 'Slice',
  run(call) {
    const x = input(call, this.name, 'x');
    if (!fourBytes(x) || x.shape.length > MOST_AXES) return call.stock();
    const { begin, size } = call.attrs as { begin: number | number[]; size: number | number[] };
    const [starts = [], sizes = []] = slice_util.parseSliceParams(x, begin, size);
    slice_util.assertParamsValid(x, starts, sizes);
    const steps = contiguousSteps(x.shape);
    const output = call.backend.output(sizes, x.dtype);
    copy(call, x, elementAt(starts, steps), output, 0, axesOf(sizes, steps, contiguousSteps(sizes)));
    return output;
  },
};

/** `tf.pad` with a constant. */
export const pad: NativeKernelConfig = {
  name: 'PadV2',
  run(call) {
    const x = input(call, this.name, 'x');
    if (!areFloat(x) || x.shape.length > MOST_AXES) return call.stock();
    const paddings = call.attrs.paddings as [number, number][];
    const shape = x.shape.map((size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
    const steps = contiguousSteps(shape);
    const first = elementAt(
      paddings.map(([before]) => before),
      steps,
    );
    const output = filled(call, shape, (call.attrs.constantValue as number | undefined) ?? 0);
    copy(call, x, 0, output, first, axesOf(x.shape, contiguousSteps(x.shape), steps));
    return output;
  },
};

/** Rows before an axis, and elements from it on, with `size` for the axis itself. */
const around = (
  shape: readonly number[],
  axis: number,
): { readonly rows: number; readonly inner: number } => ({
  rows: sizeOfShape(shape.slice(0, axis)),
  inner: sizeOfShape(shape.slice(axis + 1)),
});

/** `tf.concat`. */
export const concat: NativeKernelConfig = {
  name: 'Concat',
  run(call) {
    const tensors = Object.values(call.inputs as Readonly<Record<string, TensorInfo>>);
    const [first] = tensors;
    if (first === undefined || !fourBytes(first) || !tensors.every(({ dtype }) => dtype === first.dtype)) {
      return call.stock();
    }
    const axis = util.parseAxisParam(call.attrs.axis as number, first.shape)[0] ?? 0;
    const shapes = tensors.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, axis);
    const shape = backend_util.computeOutShape(shapes, axis);
    const output = call.backend.output(shape, first.dtype);
    const { rows, inner } = around(shape, axis);
    const step = inner * (shape[axis] ?? 0);
    let at = 0;
    for (const tensor of tensors) {
      const size = inner * (tensor.shape[axis] ?? 0);
      copy(call, tensor, 0, output, at, axesOf([rows, size], [size, 1], [step, 1]));
      at += size;
    }
    return output;
  },
};

/** `tf.split`. */
export const split: NativeKernelConfig = {
  name: 'SplitV',
  run(call) {
    const x = input(call, this.name, 'x');
    if (!fourBytes(x)) return call.stock();
    const { dtype } = x;
    const axis = util.parseAxisParam(call.attrs.axis as number, x.shape)[0] ?? 0;
    const sizes = backend_util.prepareSplitSize(x, call.attrs.numOrSizeSplits as number | number[], axis);
    const { rows, inner } = around(x.shape, axis);
    const step = inner * (x.shape[axis] ?? 0);
    let at = 0;
    return sizes.map((count) => {
      const output = call.backend.output(x.shape.with(axis, count), dtype);
      const size = inner * count;
      copy(call, x, at, output, 0, axesOf([rows, size], [step, 1], [size, 1]));
      at += size;
      return output;
    });
  },
};
