import type { TensorInfo } from '@tensorflow/tfjs-core';
import { convolutionGeometry } from './convolution-geometry.js';
import { convolveBackward } from './convolve-backward.js';
import { convolveBackwardFilter } from './convolve-backward-filter.js';
import { convolve } from './convolve.js';
import { fusedEpilogue } from './fused-epilogue.js';
import { input, type KernelCall, type WasmKernel } from './kernel.js';

/** The convolution of the inputs `x` and `filter`; undefined for dilated taps, which are left to the stock kernel. */
function convolution(kernel: string, call: KernelCall): TensorInfo | undefined {
  const x = input(call, kernel, 'x');
  const filter = input(call, kernel, 'filter');
  const geometry = convolutionGeometry(kernel, x.shape, filter.shape, call.attrs);
  if (geometry.rowDilation > 1 || geometry.columnDilation > 1) return undefined;
  const { engine } = call;
  const { batch, outputHeight, outputWidth, outputChannels } = geometry;
  const output = engine.output([batch, outputHeight, outputWidth, outputChannels]);
  convolve(engine, geometry, engine.address(x), engine.address(filter), engine.address(output));
  return output;
}

/** `tf.conv2d`. */
export const conv2D: WasmKernel = {
  name: 'Conv2D',
  run: (call) => convolution('Conv2D', call) ?? call.stock(),
};

/** `tf.fused.conv2d`, the convolution of tfjs-layers: convolution, bias and activation. */
export const fusedConv2D: WasmKernel = {
  name: 'FusedConv2D',
  run(call) {
    const finish = fusedEpilogue(call);
    const output = finish && convolution('FusedConv2D', call);
    if (finish === undefined || output === undefined) return call.stock();
    finish(output);
    return output;
  },
};

/** Gradient of `tf.conv2d` with respect to its images, and `tf.conv2dTranspose`. */
export const conv2DBackpropInput: WasmKernel = {
  name: 'Conv2DBackpropInput',
  run(call) {
    const dy = input(call, 'Conv2DBackpropInput', 'dy');
    const filter = input(call, 'Conv2DBackpropInput', 'filter');
    const shape = call.attrs.inputShape as number[];
    const geometry = convolutionGeometry('Conv2DBackpropInput', shape, filter.shape, {
      ...call.attrs,
      dilations: 1,
    });
    const { engine } = call;
    const dx = engine.output(shape);
    convolveBackward(engine, geometry, engine.address(dy), engine.address(filter), engine.address(dx));
    return dx;
  },
};

/** Gradient of `tf.conv2d` with respect to its filter. */
export const conv2DBackpropFilter: WasmKernel = {
  name: 'Conv2DBackpropFilter',
  run(call) {
    const x = input(call, 'Conv2DBackpropFilter', 'x');
    const dy = input(call, 'Conv2DBackpropFilter', 'dy');
    const shape = call.attrs.filterShape as number[];
    const geometry = convolutionGeometry('Conv2DBackpropFilter', x.shape, shape, {
      ...call.attrs,
      dilations: 1,
    });
    const { engine } = call;
    const dw = engine.output(shape);
    convolveBackwardFilter(engine, geometry, engine.address(x), engine.address(dy), engine.address(dw));
    return dw;
  },
};
