import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { nearestIndices } from '../../nearest-indices.js';
import type { WasmEngine } from '../wasm-engine.js';
import { input, type WasmKernel } from './kernel.js';

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
    const dx = engine.output(images.shape);
    resizeNearest(engine, dx, dy, call.attrs, true);
    return dx;
  },
};
