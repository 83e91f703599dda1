import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { areFloat, checkShape, input, type KernelCall, type NativeKernelConfig } from './kernel.js';
import { nearestIndices } from './nearest-indices.js';

/** Runs a resizing kernel between an image and a resized one. */
function resize(
  { addon, backend }: KernelCall,
  kernel: 'resizeNearest' | 'resizeNearestGradient',
  image: TensorInfo,
  resized: TensorInfo,
  attrs: NamedAttrMap,
): void {
  const [batch = 0, height = 0, width = 0, channels = 0] = image.shape;
  const [, newHeight = 0, newWidth = 0] = resized.shape;
  const indices = (size: number, newSize: number): number[] =>
    nearestIndices(size, newSize, attrs.alignCorners === true, attrs.halfPixelCenters === true);
  const table = backend.makeTensorInfo(
    [newHeight + newWidth],
    'int32',
    Int32Array.of(...indices(height, newHeight), ...indices(width, newWidth)),
  );
  const rows = backend.address(table);
  const sizes = [batch, height, width, channels, newHeight, newWidth];
  addon[kernel](backend.address(image), backend.address(resized), ...sizes, rows, rows + 4 * newHeight);
  backend.disposeIntermediateTensorInfo(table);
}

/** `tf.image.resizeNearestNeighbor`. */
export const resizeNearestNeighbor: NativeKernelConfig = {
  name: 'ResizeNearestNeighbor',
  run(call) {
    const images = input(call, this.name, 'images');
    if (!areFloat(images)) return call.stock();
    const [batch = 0, , , channels = 0] = images.shape;
    const [height, width] = call.attrs.size as [number, number];
    const output = call.backend.output([batch, height, width, channels]);
    resize(call, 'resizeNearest', images, output, call.attrs);
    return output;
  },
};

/** Gradient of {@link resizeNearestNeighbor}, its exact adjoint; the one of tfjs-backend-cpu 4.22 is wrong. */
export const resizeNearestNeighborGrad: NativeKernelConfig = {
  name: 'ResizeNearestNeighborGrad',
  run(call) {
    const images = input(call, this.name, 'images');
    const dy = input(call, this.name, 'dy');
    const [batch = 0, , , channels = 0] = images.shape;
    const [, newHeight = 0, newWidth = 0] = dy.shape;
    checkShape(this.name, 'dy', dy, [batch, newHeight, newWidth, channels]);
    const dx = call.backend.output(images.shape);
    resize(call, 'resizeNearestGradient', dx, dy, call.attrs);
    return dx;
  },
};
