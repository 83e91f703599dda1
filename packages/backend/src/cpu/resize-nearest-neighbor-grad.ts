import type { KernelConfig, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { nearestIndices } from '../nearest-indices.js';

/** What is used of TensorFlow.js's `MathBackendCPU`. */
interface CpuBackend {
  readonly data: { get(dataId: object): { readonly values: Float32Array } };
  makeTensorInfo(shape: readonly number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

/** `dx[b, i, j] = sum of dy[b, r, o]` over the output pixels that copied input pixel `[i, j]`. */
function gradient(
  dy: Float32Array,
  dyShape: readonly number[],
  shape: readonly number[],
  attrs: NamedAttrMap,
): Float32Array {
  const [batch = 0, height = 0, width = 0, channels = 0] = shape;
  const [, newHeight = 0, newWidth = 0] = dyShape;
  const indices = (size: number, newSize: number): number[] =>
    nearestIndices(size, newSize, attrs.alignCorners === true, attrs.halfPixelCenters === true);
  const [rows, columns] = [indices(height, newHeight), indices(width, newWidth)];
  const dx = new Float32Array(batch * height * width * channels);
  let from = 0;
  for (let image = 0; image < batch; image++) {
    for (const row of rows) {
      for (const column of columns) {
        const to = ((image * height + row) * width + column) * channels;
        for (let channel = 0; channel < channels; channel++, from++) {
          dx[to + channel] = (dx[to + channel] ?? 0) + (dy[from] ?? 0);
        }
      }
    }
  }
  return dx;
}

/**
 * Gradient of `tf.image.resizeNearestNeighbor` on cpu. The one of TensorFlow.js 4.22 reads every image's gradient at
 * the offset of an input image, so it is wrong from the second image of a batch on.
 */
export const resizeNearestNeighborGrad: KernelConfig = {
  kernelName: 'ResizeNearestNeighborGrad',
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { images, dy } = inputs as Readonly<Record<'images' | 'dy', TensorInfo>>;
    const { data, makeTensorInfo } = backend as CpuBackend;
    const values = gradient(data.get(dy.dataId).values, dy.shape, images.shape, attrs ?? {});
    return makeTensorInfo.call(backend, images.shape, 'float32', values);
  },
};
