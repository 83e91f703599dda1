import { backend_util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import { areFloat, checkShape, input, type NativeKernelConfig } from './kernel.js';

type Shape4D = [number, number, number, number];

/** The result's shape, and the sizes in the order in which the addon takes them. */
function poolOf(
  imageShape: readonly number[],
  attrs: NamedAttrMap,
): { readonly outputShape: number[]; readonly numbers: readonly number[] } {
  const info = backend_util.computePool2DInfo(
    imageShape as Shape4D,
    attrs.filterSize as number | [number, number],
    attrs.strides as number | [number, number],
    1,
    attrs.pad as 'same' | 'valid' | number,
    attrs.dimRoundingMode as 'floor' | 'round' | 'ceil' | undefined,
  );
  return {
    outputShape: info.outShape,
    numbers: [
      ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth],
      ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
      ...[info.padInfo.top, info.padInfo.left],
    ],
  };
}

/** `tf.maxPool` and `tf.avgPool`. */
export const pools: readonly NativeKernelConfig[] = (
  [
    ['MaxPool', 'maxPool'],
    ['AvgPool', 'averagePool'],
  ] as const
).map(([name, kernel]) => ({
  name,
  run({ addon, backend, ...call }) {
    const x = input(call, name, 'x');
    if (!areFloat(x)) return call.stock();
    const { outputShape, numbers } = poolOf(x.shape, call.attrs);
    const from = backend.address(x);
    const y = backend.output(outputShape);
    addon[kernel](from, backend.address(y), ...numbers);
    return y;
  },
}));

/** Gradient of `tf.maxPool`: to the first of equally large inputs of a window, as on cpu. */
export const maxPoolGrad: NativeKernelConfig = {
  name: 'MaxPoolGrad',
  run(call) {
    const { addon, backend } = call;
    const tensors = ['dy', 'input', 'output'].map((name) => input(call, this.name, name));
    const x = input(call, this.name, 'input');
    if (!areFloat(...tensors)) return call.stock();
    const { outputShape, numbers } = poolOf(x.shape, call.attrs);
    for (const name of ['dy', 'output'])
      checkShape(this.name, name, input(call, this.name, name), outputShape);
    const from = tensors.map((tensor) => backend.address(tensor));
    const dx = backend.output(x.shape);
    addon.maxPoolGradient(...from, backend.address(dx), ...numbers);
    return dx;
  },
};

/** Gradient of `tf.avgPool`: `dy / window size`, also where the window leaves the image, as on cpu. */
export const avgPoolGrad: NativeKernelConfig = {
  name: 'AvgPoolGrad',
  run(call) {
    const { addon, backend } = call;
    const dy = input(call, this.name, 'dy');
    const x = input(call, this.name, 'input');
    const { outputShape, numbers } = poolOf(x.shape, call.attrs);
    checkShape(this.name, 'dy', dy, outputShape);
    const from = backend.address(dy);
    const dx = backend.output(x.shape);
    addon.averagePoolGradient(from, backend.address(dx), ...numbers);
    return dx;
  },
};
