import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import { numberAttribute } from './attributes.js';
import { inputsOf, rowsAndChannels, sizeOfShape, type NativeKernelConfig } from './kernel.js';

const settings = (kernel: string, attrs: NamedAttrMap): number[] =>
  ['depthRadius', 'bias', 'alpha', 'beta'].map((name) => numberAttribute(kernel, attrs, name));

/** `tf.localResponseNormalization`. */
export const localResponse: NativeKernelConfig = {
  name: 'LRN',
  run(call) {
    const { addon, backend, attrs } = call;
    const { x } = inputsOf(this.name, call, ['x'], () => undefined);
    const { rows, channels } = rowsAndChannels(x);
    const from = backend.address(x);
    const y = backend.output(x.shape);
    addon.localResponse(from, backend.address(y), rows, channels, ...settings(this.name, attrs));
    return y;
  },
};

/** Its gradient, from inputs `x`, `y` and `dy`. */
export const localResponseGrad: NativeKernelConfig = {
  name: 'LRNGrad',
  run(call) {
    const { addon, backend, attrs } = call;
    const names = ['dy', 'x', 'y'] as const;
    const { x } = inputsOf(this.name, call, ['x'], () => undefined);
    const tensors = inputsOf(this.name, call, names, () => sizeOfShape(x.shape));
    const { rows, channels } = rowsAndChannels(x);
    const from = names.map((name) => backend.address(tensors[name]));
    const dx = backend.output(x.shape);
    addon.localResponseGradient(...from, backend.address(dx), rows, channels, ...settings(this.name, attrs));
    return dx;
  },
};
