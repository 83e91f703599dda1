import { backend_util, slice_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmEngine } from '../wasm-engine.js';
import { contiguousSteps, mergeAxes, padAxes, type GridAxis } from './grid.js';
import { input, type WasmKernel } from './kernel.js';

const fourBytes = ({ dtype }: TensorInfo): boolean => dtype === 'float32' || dtype === 'int32';

/** Product of some sizes. */
const product = (sizes: readonly number[]): number => util.sizeFromShape([...sizes]);

/** Fills `output` with the elements of `x` from element `start` on that `axes` walk over; false if that takes more than six axes. */
function copyGrid(
  engine: WasmEngine,
  x: TensorInfo,
  start: number,
  axes: readonly GridAxis[],
  makeOutput: () => TensorInfo,
): TensorInfo | undefined {
  const grid = padAxes(mergeAxes(axes), 6, 1);
  if (grid === undefined) return undefined;
  const output = makeOutput();
  if (product(output.shape) > 0) {
    engine.kernels.copyGrid(
      ...[engine.address(x) + 4 * start, engine.address(output)],
      ...grid.sizes,
      ...grid.steps.flat(),
    );
  }
  return output;
}

/**
 * Another tensor with the same values, as on cpu. The stock kernel copies them, and TensorFlow.js clones whatever the
 * tape of a gradient remembers.
 */
export const identity: WasmKernel = {
  name: 'Identity',
  run(call) {
    const x = input(call, 'Identity', 'x');
    return x.dtype === 'string' ? call.stock() : call.engine.reshaped(x, x.shape);
  },
};

/** `tf.cast`; without a copy where the type is the same already. */
export const cast: WasmKernel = {
  name: 'Cast',
  run(call) {
    const x = input(call, 'Cast', 'x');
    return x.dtype === call.attrs.dtype && x.dtype !== 'string'
      ? call.engine.reshaped(x, x.shape)
      : call.stock();
  },
};

/** A float32 tensor of one value. */
function filled(engine: WasmEngine, shape: readonly number[], value: number): TensorInfo {
  const output = engine.output(shape);
  const to = engine.address(output);
  engine.run(
    engine.slices(product(shape)).map(([first, end]) => ['fill', [to + 4 * first, value, end - first]]),
  );
  return output;
}

/** `tf.fill`. */
export const fill: WasmKernel = {
  name: 'Fill',
  run(call) {
    const { shape, value, dtype } = call.attrs as { shape: number[]; value: unknown; dtype?: string };
    const isFloat = typeof value === 'number' && (dtype ?? 'float32') === 'float32';
    return isFloat ? filled(call.engine, shape, value) : call.stock();
  },
};

/** `tf.zerosLike`. */
export const zerosLike: WasmKernel = {
  name: 'ZerosLike',
  run(call) {
    const x = input(call, 'ZerosLike', 'x');
    return x.dtype === 'float32' ? filled(call.engine, x.shape, 0) : call.stock();
  },
};

/** `tf.onesLike`. */
export const onesLike: WasmKernel = {
  name: 'OnesLike',
  run(call) {
    const x = input(call, 'OnesLike', 'x');
    return x.dtype === 'float32' ? filled(call.engine, x.shape, 1) : call.stock();
  },
};

/** `tf.tile`, which is also how TensorFlow.js broadcasts. */
export const tile: WasmKernel = {
  name: 'Tile',
  run(call) {
    const x = input(call, 'Tile', 'x');
    if (!fourBytes(x)) return call.stock();
    const reps = call.attrs.reps as number[];
    const steps = contiguousSteps(x.shape);
    const axes = x.shape.flatMap((size, axis): GridAxis[] => [
      { size: reps[axis] ?? 1, steps: [0] },
      { size, steps: [steps[axis] ?? 0] },
    ]);
    const shape = x.shape.map((size, axis) => size * (reps[axis] ?? 1));
    return copyGrid(call.engine, x, 0, axes, () => call.engine.output(shape, x.dtype)) ?? call.stock();
  },
};

/** `tf.slice`. */
export const slice: WasmKernel = {
  name: 'Slice',
  run(call) {
    const x = input(call, 'Slice', 'x');
    if (!fourBytes(x)) return call.stock();
    const { begin, size } = call.attrs as { begin: number | number[]; size: number | number[] };
    const [starts = [], sizes = []] = slice_util.parseSliceParams(x, begin, size);
    slice_util.assertParamsValid(x, starts, sizes);
    const steps = contiguousSteps(x.shape);
    const start = starts.reduce((sum, at, axis) => sum + at * (steps[axis] ?? 0), 0);
    const axes = sizes.map((length, axis): GridAxis => ({ size: length, steps: [steps[axis] ?? 0] }));
    return copyGrid(call.engine, x, start, axes, () => call.engine.output(sizes, x.dtype)) ?? call.stock();
  },
};

/** `tf.concat`. */
export const concat: WasmKernel = {
  name: 'Concat',
  run(call) {
    const tensors = Object.values(call.inputs as Readonly<Record<string, TensorInfo>>).filter(
      ({ shape }) => product(shape) > 0,
    );
    const [first] = tensors;
    if (first === undefined || !tensors.every((t) => fourBytes(t) && t.dtype === first.dtype))
      return call.stock();
    const axis = util.parseAxisParam(call.attrs.axis as number, first.shape)[0] ?? 0;
    const shapes = tensors.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, axis);
    const shape = backend_util.computeOutShape(shapes, axis);
    const { engine } = call;
    const output = engine.output(shape, first.dtype);
    const rows = product(shape.slice(0, axis));
    const outputBytes = 4 * product(shape.slice(axis));
    let to = engine.address(output);
    for (const tensor of tensors) {
      const bytes = 4 * product(tensor.shape.slice(axis));
      engine.kernels.copyRows(engine.address(tensor), bytes, to, outputBytes, rows, bytes);
      to += bytes;
    }
    return output;
  },
};

/** `tf.split`. */
export const split: WasmKernel = {
  name: 'SplitV',
  run(call) {
    const x = input(call, 'SplitV', 'x');
    if (!fourBytes(x)) return call.stock();
    const axis = util.parseAxisParam(call.attrs.axis as number, x.shape)[0] ?? 0;
    const sizes = backend_util.prepareSplitSize(x, call.attrs.numOrSizeSplits as number | number[], axis);
    const { engine } = call;
    const rows = product(x.shape.slice(0, axis));
    const inner = 4 * product(x.shape.slice(axis + 1));
    const outputs = sizes.map((size) => engine.output(x.shape.with(axis, size), x.dtype));
    let from = engine.address(x);
    for (const [index, size] of sizes.entries()) {
      const output = outputs[index];
      if (output === undefined) continue;
      const bytes = size * inner;
      engine.kernels.copyRows(from, (x.shape[axis] ?? 0) * inner, engine.address(output), bytes, rows, bytes);
      from += bytes;
    }
    return outputs;
  },
};

/** `tf.unsortedSegmentSum`, the gradient of `tf.gather`; ids outside the range are dropped. */
export const unsortedSegmentSum: WasmKernel = {
  name: 'UnsortedSegmentSum',
  run(call) {
    const { engine } = call;
    const x = input(call, this.name, 'x');
    const segmentIds = input(call, this.name, 'segmentIds');
    const numSegments = call.attrs.numSegments as number;
    const rows = segmentIds.shape[0] ?? 1;
    if (x.dtype !== 'float32' || segmentIds.dtype !== 'int32' || segmentIds.shape.length !== 1) {
      throw new TypeError(
        `UnsortedSegmentSum: expected float32 values and int32 segmentIds of rank 1, got ${x.dtype} and ` +
          `${segmentIds.dtype} [${segmentIds.shape.join()}].`,
      );
    }
    const shape = [numSegments, ...x.shape.slice(1)];
    const output = engine.output(shape);
    engine.kernels.segmentSum(
      ...[engine.address(x), engine.address(segmentIds), rows, product(x.shape.slice(1))],
      ...[engine.address(output), numSegments],
    );
    return output;
  },
};
