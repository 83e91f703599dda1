import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmEngine } from '../wasm-engine.js';
import { convolutionGeometry, type ConvolutionGeometry } from './convolution-geometry.js';
import { input, type WasmKernel } from './kernel.js';

/** Runs `depthwiseGradient`, which writes `filter` or `image`. */
function depthwiseGradient(
  engine: WasmEngine,
  g: ConvolutionGeometry,
  dy: TensorInfo,
  image: TensorInfo,
  filter: TensorInfo,
  forFilter: boolean,
): void {
  engine.kernels.depthwiseGradient(
    ...[engine.address(dy), engine.address(image), engine.address(filter)],
    ...[g.batch, g.inputHeight, g.inputWidth, g.inputChannels, g.outputChannels / g.inputChannels],
    ...[g.outputHeight, g.outputWidth, g.filterHeight, g.filterWidth, g.rowStride, g.columnStride],
    ...[g.rowDilation, g.columnDilation, g.padTop, g.padLeft, forFilter ? 1 : 0],
  );
}

/** Gradient of `tf.depthwiseConv2d` with respect to its images. */
export const depthwiseBackpropInput: WasmKernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  run(call) {
    const { engine, attrs } = call;
    const dy = input(call, this.name, 'dy');
    const filter = input(call, this.name, 'filter');
    const shape = attrs.inputShape as number[];
    const geometry = convolutionGeometry(this.name, shape, filter.shape, attrs, true);
    const dx = engine.output(shape);
    depthwiseGradient(engine, geometry, dy, dx, filter, false);
    return dx;
  },
};

/** Gradient of `tf.depthwiseConv2d` with respect to its filter. */
export const depthwiseBackpropFilter: WasmKernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  run(call) {
    const { engine, attrs } = call;
    const x = input(call, this.name, 'x');
    const dy = input(call, this.name, 'dy');
    const shape = attrs.filterShape as number[];
    const geometry = convolutionGeometry(this.name, x.shape, shape, attrs, true);
    const dw = engine.output(shape);
    depthwiseGradient(engine, geometry, dy, x, dw, true);
    return dw;
  },
};
