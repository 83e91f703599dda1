import type * as tf from '@tensorflow/tfjs-core';

/** One convolution; batch norm and a ReLU follow it. */
export interface ConvolutionLayer {
  readonly name: string;
  /** Height, width, channels in, channels out. */
  readonly kernel: readonly [number, number, number, number];
  readonly stride: 1 | 2;
  /** Zeros around the image ('same'), or none. */
  readonly padding: 'same' | 'valid';
}

/** Convolution, batch norm and ReLU by the weights of a layer; `evaluator-forward.ts` has one for training and one for use. */
export type ApplyLayer = (x: tf.Tensor4D, layer: ConvolutionLayer) => tf.Tensor4D;

/** Layers between the images and the features, or a part of them. */
export interface HiddenLayers {
  /** All convolutions, in the order of their weights. */
  readonly layers: readonly ConvolutionLayer[];
  /** The part applied to a batch, `[B, H, W, C] -> [B, H', W', C']`; every convolution goes through `apply`. */
  readonly forward: (x: tf.Tensor4D, apply: ApplyLayer) => tf.Tensor4D;
}

/** One part after the other. */
export function inOrder(parts: readonly HiddenLayers[]): HiddenLayers {
  return {
    layers: parts.flatMap(({ layers }) => layers),
    forward: (images, apply) => parts.reduce((x, part) => part.forward(x, apply), images),
  };
}

/** A convolution as a part. */
export function convolution(layer: ConvolutionLayer): HiddenLayers {
  return { layers: [layer], forward: (x, apply) => apply(x, layer) };
}
