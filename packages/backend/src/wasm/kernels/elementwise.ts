import { backend_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { contiguousSteps, mergeAxes, padAxes, type GridAxis } from './grid.js';
import { input, type WasmKernel } from './kernel.js';

/** Codes of `unary` in assembly/elementwise.ts. */
const UNARY = ['Exp', 'Log', 'Tanh', 'Sigmoid', 'Softplus', 'Sqrt', 'Rsqrt', 'LeakyRelu'] as const;
/** Codes of `binary` in assembly/elementwise.ts. */
const BINARY = ['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum', 'SquaredDifference'] as const;
/** Codes of `compare` in assembly/elementwise.ts. */
const COMPARE = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual'] as const;

const isFloat = (...tensors: readonly TensorInfo[]): boolean =>
  tensors.every(({ dtype }) => dtype === 'float32');

/** Functions of one tensor. */
export const unaryKernels: readonly WasmKernel[] = UNARY.map((name, code) => ({
  name,
  run(call) {
    const x = input(call, name, 'x');
    if (!isFloat(x)) return call.stock();
    const { engine } = call;
    const y = engine.output(x.shape);
    const alpha = (call.attrs.alpha as number | undefined) ?? 0;
    const [from, to] = [engine.address(x), engine.address(y)];
    engine.run(
      engine
        .slices(util.sizeFromShape(x.shape))
        .map(([first, end]) => ['unary', [code, from + 4 * first, to + 4 * first, end - first, alpha]]),
    );
    return y;
  },
}));

/** Sizes of the walk over `[n0, n1, n2, n3]`, then the steps of both operands. */
type BinaryGrid = readonly number[];

/** The steps of an operand's elements under broadcasting to `shape`. */
function broadcastSteps(operand: readonly number[], shape: readonly number[]): number[] {
  const steps = contiguousSteps(operand);
  const missing = shape.length - operand.length;
  return shape.map((_, axis) =>
    axis < missing || operand[axis - missing] === 1 ? 0 : (steps[axis - missing] ?? 0),
  );
}

/** The walk over two operands that broadcast to `shape`; undefined if it takes more than four axes. */
function binaryGrid(
  a: readonly number[],
  b: readonly number[],
  shape: readonly number[],
): BinaryGrid | undefined {
  const [aSize, bSize, size] = [a, b, shape].map((sizes) => util.sizeFromShape([...sizes]));
  if ((aSize === size || aSize === 1) && (bSize === size || bSize === 1) && size !== undefined && size > 1) {
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

/** Functions of two tensors that broadcast. */
export const binaryKernels: readonly WasmKernel[] = BINARY.map((name, code) => ({
  name,
  run(call) {
    const a = input(call, name, 'a');
    const b = input(call, name, 'b');
    if (!isFloat(a, b)) return call.stock();
    const shape = backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
    const grid = binaryGrid(a.shape, b.shape, shape);
    if (grid === undefined) return call.stock();
    const { engine } = call;
    const output = engine.output(shape);
    engine.kernels.binary(...[code, engine.address(a), engine.address(b), engine.address(output)], ...grid);
    return output;
  },
}));

/** Comparisons of tensors of one shape, or of a tensor and a scalar. */
export const compareKernels: readonly WasmKernel[] = COMPARE.map((name, code) => ({
  name,
  run(call) {
    const a = input(call, name, 'a');
    const b = input(call, name, 'b');
    const shape = backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
    const size = util.sizeFromShape(shape);
    const step = (tensor: TensorInfo): number | undefined => {
      const length = util.sizeFromShape(tensor.shape);
      return length === size ? 1 : length === 1 ? 0 : undefined;
    };
    const [aStep, bStep] = [step(a), step(b)];
    if (!isFloat(a, b) || aStep === undefined || bStep === undefined) return call.stock();
    const { engine } = call;
    const output = engine.output(shape, 'bool');
    engine.kernels.compare(
      ...[code, engine.address(a), aStep, engine.address(b), bStep, engine.address(output), size],
    );
    return output;
  },
}));

/** `tf.where` of tensors of one shape. */
export const select: WasmKernel = {
  name: 'Select',
  run(call) {
    const condition = input(call, 'Select', 'condition');
    const yes = input(call, 'Select', 't');
    const no = input(call, 'Select', 'e');
    if (
      !isFloat(yes, no) ||
      !util.arraysEqual(condition.shape, yes.shape) ||
      !util.arraysEqual(yes.shape, no.shape)
    ) {
      return call.stock();
    }
    const { engine } = call;
    const output = engine.output(yes.shape);
    engine.kernels.select(
      ...[engine.address(condition), engine.address(yes), engine.address(no), engine.address(output)],
      util.sizeFromShape(yes.shape),
    );
    return output;
  },
};
