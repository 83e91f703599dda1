import { backend_util, util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { contiguousSteps, mergeAxes, padAxes, type GridAxis } from './grid.js';
import { areFloat, input, sizeOfShape, type NativeKernelConfig } from './kernel.js';

/** Functions of `unary` in native/elementwise.cpp, in the order of their codes. */
export const UNARY = [
  ...(['Exp', 'Log', 'Tanh', 'Sigmoid', 'Softplus', 'Sqrt', 'Rsqrt', 'LeakyRelu'] as const),
  ...(['Relu', 'Relu6', 'Elu', 'Neg', 'Abs', 'Square', 'Step', 'ClipByValue'] as const),
] as const;
/** Codes of `binary`. */
const BINARY = ['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum', 'SquaredDifference'] as const;
/** Codes of `compare`. */
const COMPARE = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual'] as const;

/** The constants of a function of one tensor. */
function constantsOf(name: (typeof UNARY)[number], attrs: NamedAttrMap): readonly [number, number] {
  if (name === 'ClipByValue') return [attrs.clipValueMin as number, attrs.clipValueMax as number];
  return [(attrs.alpha as number | undefined) ?? 0, 0];
}

/** Functions of one tensor. */
export const unaryKernels: readonly NativeKernelConfig[] = UNARY.map((name, code) => ({
  name,
  run({ addon, backend, attrs, ...call }) {
    const x = input(call, name, 'x');
    if (!areFloat(x)) return call.stock();
    const from = backend.address(x);
    const y = backend.output(x.shape);
    addon.unary(code, from, backend.address(y), sizeOfShape(x.shape), ...constantsOf(name, attrs));
    return y;
  },
}));

/** The steps of an operand's elements under broadcasting to `shape`. */
function broadcastSteps(operand: readonly number[], shape: readonly number[]): number[] {
  const steps = contiguousSteps(operand);
  const missing = shape.length - operand.length;
  return shape.map((_, axis) =>
    axis < missing || operand[axis - missing] === 1 ? 0 : (steps[axis - missing] ?? 0),
  );
}

/** Sizes of the walk over two operands that broadcast to `shape`, then their steps; undefined if it takes over four axes. */
function binaryGrid(
  a: readonly number[],
  b: readonly number[],
  shape: readonly number[],
): readonly number[] | undefined {
  const [aSize, bSize, size] = [sizeOfShape(a), sizeOfShape(b), sizeOfShape(shape)];
  if ((aSize === size || aSize === 1) && (bSize === size || bSize === 1) && size > 1) {
    return [1, 1, 1, size, 0, 0, 0, aSize === size ? 1 : 0, 0, 0, 0, bSize === size ? 1 : 0];
  }
  const [aSteps, bSteps] = [broadcastSteps(a, shape), broadcastSteps(b, shape)];
  const axes = shape.map((length, axis): GridAxis => ({
    size: length,
    steps: [aSteps[axis] ?? 0, bSteps[axis] ?? 0],
  }));
  const grid = padAxes(mergeAxes(axes), 4, 2);
  return grid === undefined ? undefined : [...grid.sizes, ...grid.steps.flat()];
}

/** A function of two tensors that broadcast. */
function binaryKernel(
  name: string,
  kernel: 'binary' | 'compare',
  code: number,
  dtype: 'float32' | 'bool',
): NativeKernelConfig {
  return {
    name,
    run({ addon, backend, ...call }) {
      const a = input(call, name, 'a');
      const b = input(call, name, 'b');
      const shape = backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
      const grid = areFloat(a, b) ? binaryGrid(a.shape, b.shape, shape) : undefined;
      if (grid === undefined) return call.stock();
      const [left, right] = [backend.address(a), backend.address(b)];
      const output = backend.output(shape, dtype);
      addon[kernel](code, left, right, backend.address(output), ...grid);
      return output;
    },
  };
}

/** Arithmetic on two tensors. */
export const binaryKernels: readonly NativeKernelConfig[] = BINARY.map((name, code) =>
  binaryKernel(name, 'binary', code, 'float32'),
);

/** Comparisons of two tensors. */
export const compareKernels: readonly NativeKernelConfig[] = COMPARE.map((name, code) =>
  binaryKernel(name, 'compare', code, 'bool'),
);

/** `tf.addN`. */
export const addN: NativeKernelConfig = {
  name: 'AddN',
  run({ addon, backend, ...call }) {
    const tensors = Object.values(call.inputs as Readonly<Record<string, TensorInfo>>);
    const [first, second, ...rest] = tensors;
    if (first === undefined || second === undefined || !areFloat(...tensors)) return call.stock();
    const size = sizeOfShape(first.shape);
    const add = (a: TensorInfo, b: TensorInfo, to: TensorInfo): void =>
      addon.binary(
        ...[BINARY.indexOf('Add'), backend.address(a), backend.address(b), backend.address(to)],
        ...[1, 1, 1, size, 0, 0, 0, 1, 0, 0, 0, 1],
      );
    const output = backend.output(first.shape);
    add(first, second, output);
    for (const tensor of rest) add(output, tensor, output);
    return output;
  },
};

/** `tf.where` of tensors of one shape. */
export const select: NativeKernelConfig = {
  name: 'Select',
  run({ addon, backend, ...call }) {
    const condition = input(call, 'Select', 'condition');
    const yes = input(call, 'Select', 't');
    const no = input(call, 'Select', 'e');
    const isPlain =
      condition.dtype === 'bool' &&
      areFloat(yes, no) &&
      util.arraysEqual(condition.shape, yes.shape) &&
      util.arraysEqual(yes.shape, no.shape);
    if (!isPlain) return call.stock();
    const from = [condition, yes, no].map((tensor) => backend.address(tensor));
    const output = backend.output(yes.shape);
    addon.selectFloats(...from, backend.address(output), sizeOfShape(yes.shape));
    return output;
  },
};
