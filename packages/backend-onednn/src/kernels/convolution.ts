import type { TensorInfo } from '@tensorflow/tfjs-core';
import { convolutionGeometry } from './convolution-geometry.js';
import { fusedEpilogue } from './fused-epilogue.js';
import { areFloat, checkShape, input, type KernelCall, type NativeKernelConfig } from './kernel.js';

/** What to compute, as convolution.h numbers it. */
const FORWARD = 0;
const BACKWARD_IMAGES = 1;
const BACKWARD_FILTER = 2;

/** The convolution of the inputs `x` and `filter`; undefined where the stock kernel must compute it. */
function convolution(kernel: string, call: KernelCall): TensorInfo | undefined {
  const { addon, backend } = call;
  const x = input(call, kernel, 'x');
  const filter = input(call, kernel, 'filter');
  const { isDilated, outputShape, numbers } = convolutionGeometry(kernel, x.shape, filter.shape, call.attrs);
  if (isDilated || !areFloat(x, filter)) return undefined;
  const [images, weights] = [backend.address(x), backend.address(filter)];
  const output = backend.output(outputShape);
  addon.convolution(FORWARD, images, weights, backend.address(output), ...numbers);
  return output;
}

/** `tf.conv2d`. Dilated taps go to the stock kernel. */
export const conv2D: NativeKernelConfig = {
  name: 'Conv2D',
  run: (call) => convolution('Conv2D', call) ?? call.stock(),
};

/** `tf.fused.conv2d`, the convolution of tfjs-layers: convolution, bias and activation. */
export const fusedConv2D: NativeKernelConfig = {
  name: 'FusedConv2D',
  run(call) {
    const finish = fusedEpilogue(call);
    const output = finish && convolution(this.name, call);
    if (finish === undefined || output === undefined) return call.stock();
    finish(output);
    return output;
  },
};

/** Gradient of `tf.conv2d` with respect to its images, and `tf.conv2dTranspose`. */
export const conv2DBackpropInput: NativeKernelConfig = {
  name: 'Conv2DBackpropInput',
  run(call) {
    const { addon, backend } = call;
    const dy = input(call, this.name, 'dy');
    const filter = input(call, this.name, 'filter');
    const shape = call.attrs.inputShape as number[];
    const geometry = convolutionGeometry(this.name, shape, filter.shape, { ...call.attrs, dilations: 1 });
    checkShape(this.name, 'dy', dy, geometry.outputShape);
    if (!areFloat(dy, filter)) return call.stock();
    const [output, weights] = [backend.address(dy), backend.address(filter)];
    const dx = backend.output(shape);
    addon.convolution(BACKWARD_IMAGES, backend.address(dx), weights, output, ...geometry.numbers);
    return dx;
  },
};

/** Gradient of `tf.conv2d` with respect to its filter. */
export const conv2DBackpropFilter: NativeKernelConfig = {
  name: 'Conv2DBackpropFilter',
  run(call) {
    const { addon, backend } = call;
    const x = input(call, this.name, 'x');
    const dy = input(call, this.name, 'dy');
    const shape = call.attrs.filterShape as number[];
    const geometry = convolutionGeometry(this.name, x.shape, shape, { ...call.attrs, dilations: 1 });
    checkShape(this.name, 'dy', dy, geometry.outputShape);
    if (!areFloat(x, dy)) return call.stock();
    const [images, output] = [backend.address(x), backend.address(dy)];
    const dw = backend.output(shape);
    addon.convolution(BACKWARD_FILTER, images, backend.address(dw), output, ...geometry.numbers);
    return dw;
  },
};
