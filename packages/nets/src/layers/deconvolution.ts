import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../parameters.js';
import type { Upsampling } from '../specs.js';
import { afterConvolution, type ConvolutionOptions } from './convolution.js';
import type { MapLayer, MapShape } from './layer.js';

/** The paper's '2-by-2 upsampling'. */
const FACTOR = 2;

export interface DeconvolutionOptions extends Omit<ConvolutionOptions, 'stride'> {
  readonly upsampling: Upsampling;
}

/**
 * The generator's layer: doubles height and width, then batch norm or bias, and the activation.
 * `'deconv'` is a transposed convolution of stride 2, kernel `[k, k, filters, channels]`; `'nearest'` repeats every pixel 2 by 2 and
 * convolves, kernel `[k, k, channels, filters]`.
 */
export function deconvolution(parameters: Parameters, options: DeconvolutionOptions): MapLayer {
  const { name, input, filters, kernelSize, upsampling } = options;
  const [inputHeight, inputWidth, channels] = input;
  const [height, width] = [FACTOR * inputHeight, FACTOR * inputWidth];
  const transposed = upsampling === 'deconv';
  const sides = transposed ? [filters, channels] : [channels, filters];
  const kernel = parameters.kernel(
    `${name}/kernel`,
    [kernelSize, kernelSize, ...sides],
    kernelSize * kernelSize * channels,
  ) as tf.Tensor4D;
  const follow = afterConvolution(parameters, options);
  const grow = (x: tf.Tensor4D): tf.Tensor4D =>
    transposed
      ? tf.conv2dTranspose(x, kernel, [x.shape[0], height, width, filters], FACTOR, 'same')
      : tf.conv2d(tf.image.resizeNearestNeighbor(x, [height, width]), kernel, 1, 'same');
  const outputShape: MapShape = [height, width, filters];
  return {
    outputShape,
    summary: {
      ...{ name, kind: 'deconvolution', outputShape, kernelSize, stride: FACTOR },
      numParameters: parameters.count(name),
    },
    apply: (x, pass) => follow(grow(x as tf.Tensor4D), pass),
  };
}
