import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { UNARY } from './elementwise.js';
import { rowsAndChannels, sizeOfShape, type KernelCall } from './kernel.js';

/** Slopes below zero of the activations that are computed together with the bias. */
const SLOPES: Readonly<Record<string, number>> = { linear: 1, relu: 0 };
/** Functions that are applied after the bias. */
const FUNCTIONS: Readonly<Record<string, (typeof UNARY)[number]>> = {
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
};

/**
 * What `tf.fused` ops do after the product: `y = activation(y + bias)` in place, for the input `bias` of one value a channel.
 * @returns Undefined where the stock kernel must do the whole.
 */
export function fusedEpilogue(call: KernelCall): ((y: TensorInfo) => void) | undefined {
  const { addon, backend, attrs } = call;
  const { bias } = call.inputs as Readonly<Record<string, TensorInfo | undefined>>;
  const activation = (attrs.activation as string | undefined) ?? 'linear';
  const leak = (attrs.leakyreluAlpha as number | undefined) ?? 0.2;
  const slope = activation === 'leakyrelu' ? leak : SLOPES[activation];
  const function_ = FUNCTIONS[activation];
  if (slope === undefined && function_ === undefined) return undefined;
  if (bias !== undefined && (bias.dtype !== 'float32' || bias.shape.length !== 1)) return undefined;
  return (y) => {
    const { rows, channels } = rowsAndChannels(y);
    if (bias !== undefined && !util.arraysEqual(bias.shape, [channels])) {
      throw new RangeError(`fused bias: expected shape [${channels}], got [${bias.shape.join()}].`);
    }
    const at = backend.address(y);
    if (bias !== undefined || (slope ?? 1) !== 1) {
      const shifts = bias === undefined ? 0 : backend.address(bias);
      addon.biasActivation(at, shifts, at, rows, channels, slope ?? 1);
    }
    if (function_ !== undefined) addon.unary(UNARY.indexOf(function_), at, at, sizeOfShape(y.shape), 0, 0);
  };
}
