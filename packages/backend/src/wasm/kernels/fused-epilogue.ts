import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { activationOf } from './activation.js';
import type { KernelCall } from './kernel.js';
import { RowSlices } from './row-slices.js';

/** Activations of TensorFlow.js's fused ops under the names of our kernels; the others go to the stock kernels. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  linear: 'none',
  relu: 'relu',
  leakyrelu: 'leakyRelu',
};

/**
 * What `tf.fused` ops do after the product: `y = activation(y + bias)` in place, for the input `bias` of one value a channel.
 * @returns Undefined where the stock kernel must do the whole.
 */
export function fusedEpilogue(call: KernelCall): ((y: TensorInfo) => void) | undefined {
  const { engine, attrs } = call;
  const { bias } = call.inputs as Readonly<Record<string, TensorInfo | undefined>>;
  const name = ACTIVATIONS[(attrs.activation as string | undefined) ?? 'linear'];
  const alpha = (attrs.leakyreluAlpha as number | undefined) ?? 0.2;
  if (name === undefined || alpha < 0) return undefined;
  if (bias !== undefined && (bias.dtype !== 'float32' || bias.shape.length !== 1)) return undefined;
  const activation = activationOf('fused', { activation: name, alpha });
  return (y) => {
    const channels = y.shape.at(-1) ?? 1;
    const size = util.sizeFromShape(y.shape);
    if (size === 0 || (bias === undefined && activation.code === 0)) return;
    const slices = new RowSlices(engine, size / channels, channels, 1);
    const shifts = slices.takePeriod();
    if (bias === undefined) engine.kernels.fill(shifts, 0, slices.period);
    else engine.kernels.spread(engine.address(bias), channels, slices.period, shifts);
    const at = engine.address(y);
    slices.run((first, floats) => [
      'biasRows',
      [at + 4 * first, floats, slices.period, shifts, activation.code, activation.alpha, at + 4 * first],
    ]);
  };
}
