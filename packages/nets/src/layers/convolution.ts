import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../activation.js';
import { biasActivation } from '../bias-activation.js';
import type { Parameters } from '../parameters.js';
import { batchNorm, type Normalization } from './batch-norm.js';
import type { MapLayer, MapShape } from './layer.js';

export interface ConvolutionOptions {
  readonly name: string;
  readonly input: MapShape;
  readonly filters: number;
  readonly kernelSize: number;
  /** @default 1 */
  readonly stride?: number;
  /** Batch norm instead of a bias. @default true */
  readonly normalize?: boolean;
  readonly activation: Activation;
}

/** Batch norm and activation, or bias and activation: what follows a convolution. */
export function afterConvolution(
  parameters: Parameters,
  { name, filters, normalize = true, activation }: ConvolutionOptions,
): Normalization {
  if (normalize) return batchNorm(parameters, name, filters, activation);
  const bias = parameters.perChannel(`${name}/bias`, filters, 0);
  return (x) => biasActivation(x, bias, activation);
}

/** Convolution with zero padding ('same'), batch norm or bias, activation: `[B, H, W, C] -> [B, ceil(H / stride), ..., filters]`. */
export function convolution(parameters: Parameters, options: ConvolutionOptions): MapLayer {
  const { name, input, filters, kernelSize, stride = 1 } = options;
  const [height, width, channels] = input;
  const kernel = parameters.kernel(
    `${name}/kernel`,
    [kernelSize, kernelSize, channels, filters],
    kernelSize * kernelSize * channels,
  ) as tf.Tensor4D;
  const follow = afterConvolution(parameters, options);
  const outputShape: MapShape = [Math.ceil(height / stride), Math.ceil(width / stride), filters];
  return {
    outputShape,
    summary: {
      ...{ name, kind: 'convolution', outputShape, kernelSize, stride },
      numParameters: parameters.count(name),
    },
    apply: (x, pass) => follow(tf.conv2d(x as tf.Tensor4D, kernel, stride, 'same'), pass),
  };
}
