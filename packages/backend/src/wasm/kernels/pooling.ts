import { backend_util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmEngine } from '../wasm-engine.js';
import { input, type WasmKernel } from './kernel.js';

type Shape4D = [number, number, number, number];

/** Sizes of a pooling in the order in which the kernels take them: batch to left padding. */
function poolNumbers(
  image: TensorInfo,
  attrs: NamedAttrMap,
): { readonly numbers: number[]; readonly window: number } {
  const info = backend_util.computePool2DInfo(
    image.shape as Shape4D,
    attrs.filterSize as number | [number, number],
    attrs.strides as number | [number, number],
    1,
    attrs.pad as 'same' | 'valid' | number,
    attrs.dimRoundingMode as 'floor' | 'round' | 'ceil' | undefined,
  );
  return {
    window: info.filterHeight * info.filterWidth,
    numbers: [
      ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth],
      ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
      ...[info.padInfo.top, info.padInfo.left],
    ],
  };
}

/** A new tensor of zeros in the shape of `like`. */
function zeros(engine: WasmEngine, like: TensorInfo): TensorInfo {
  const output = engine.output(like.shape);
  engine.clear(output);
  return output;
}

/** Gradient of `tf.maxPool`: to the first of equally large inputs of a window, as on cpu. */
export const maxPoolGrad: WasmKernel = {
  name: 'MaxPoolGrad',
  run(call) {
    const { engine } = call;
    const [dy, x, y] = ['dy', 'input', 'output'].map((name) => input(call, this.name, name));
    if (dy === undefined || x === undefined || y === undefined || x.dtype !== 'float32') return call.stock();
    const dx = zeros(engine, x);
    engine.kernels.maxPoolGradient(
      ...[dy, x, y, dx].map((tensor) => engine.address(tensor)),
      ...poolNumbers(x, call.attrs).numbers,
    );
    return dx;
  },
};

/** Gradient of `tf.avgPool`: `dy / window size`, also where the window leaves the image, as on cpu. */
export const avgPoolGrad: WasmKernel = {
  name: 'AvgPoolGrad',
  run(call) {
    const { engine } = call;
    const dy = input(call, this.name, 'dy');
    const x = input(call, this.name, 'input');
    const { numbers, window } = poolNumbers(x, call.attrs);
    const dx = zeros(engine, x);
    engine.kernels.averagePoolGradient(engine.address(dy), engine.address(dx), ...numbers, 1 / window);
    return dx;
  },
};

/** Which input index each output index comes from, along one axis. */
function nearestIndices(
  inputSize: number,
  outputSize: number,
  alignCorners: boolean,
  halfPixelCenters: boolean,
): number[] {
  const corners = alignCorners && outputSize > 1 ? 1 : 0;
  const ratio = (inputSize - corners) / (outputSize - corners);
  return Array.from({ length: outputSize }, (_, index) => {
    const at = ratio * (halfPixelCenters ? index + 0.5 : index);
    return Math.max(0, Math.min(inputSize - 1, alignCorners ? Math.round(at) : Math.floor(at)));
  });
}

/** Runs `resizeNearest` between an image and a resized one. */
function resizeNearest(
  engine: WasmEngine,
  image: TensorInfo,
  resized: TensorInfo,
  attrs: NamedAttrMap,
  backward: boolean,
): void {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const [, newHeight = 0, newWidth = 0] = resized.shape;
  const indices = (size: number, newSize: number): number[] =>
    nearestIndices(size, newSize, attrs.alignCorners === true, attrs.halfPixelCenters === true);
  const table = engine.scratch(newHeight + newWidth);
  engine.writeIntegers(table, [...indices(height, newHeight), ...indices(width, newWidth)]);
  engine.kernels.resizeNearest(
    ...[engine.address(image), engine.address(resized), batch, height, width, channels, newHeight, newWidth],
    ...[table, table + 4 * newHeight, backward ? 1 : 0],
  );
}

/** `tf.image.resizeNearestNeighbor`. */
export const resizeNearestNeighbor: WasmKernel = {
  name: 'ResizeNearestNeighbor',
  run(call) {
    const { engine } = call;
    const images = input(call, this.name, 'images');
    if (images.dtype !== 'float32') return call.stock();
    const [batch = 0, , , channels = 0] = images.shape;
    const [height, width] = call.attrs.size as [number, number];
    const output = engine.output([batch, height, width, channels]);
    resizeNearest(engine, images, output, call.attrs, false);
    return output;
  },
};

/** Gradient of {@link resizeNearestNeighbor}, its exact adjoint. */
export const resizeNearestNeighborGrad: WasmKernel = {
  name: 'ResizeNearestNeighborGrad',
  run(call) {
    const { engine } = call;
    const images = input(call, this.name, 'images');
    const dy = input(call, this.name, 'dy');
    const dx = zeros(engine, images);
    resizeNearest(engine, dx, dy, call.attrs, true);
    return dx;
  },
};
