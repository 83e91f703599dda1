import * as tf from '@tensorflow/tfjs-core';
import type { EvaluatorSpec } from './evaluator-spec.js';
import { googLeNetChannels, outputChannels, type InceptionChannels } from './googlenet-channels.js';
import { convolution, inOrder, type ConvolutionLayer, type HiddenLayers } from './hidden-layers.js';

/** Images of at most this side skip the first pooling, so that the stages of 32 pixels see 8, 4 and 2 pixels, those of 64 the same. */
const SMALL_SIDE = 32;
const POOL_SIZE = 3;

/**
 * GoogLeNet (Szegedy et al., 2015), the paper's judge: stem, inception modules 3a to 5b, and each channel's mean over the map, which is a
 * feature; `width` times the paper's channels.
 * Deviations: batch norm after each convolution (Ioffe and Szegedy, 2015) instead of local response normalisation; no auxiliary
 * classifiers; no dropout; images of up to 32 pixels skip the first pooling.
 */
export function googLeNet({
  imageShape: [height, width, channels],
  width: factor,
}: EvaluatorSpec): HiddenLayers {
  const { stem, stages } = googLeNetChannels(factor);
  const [first, second, third] = stem;
  const parts: HiddenLayers[] = [convolution(padded('conv1', 7, channels, first, 2))];
  if (Math.min(height, width) > SMALL_SIDE) parts.push(maxPooling(2));
  parts.push(convolution(padded('conv2reduce', 1, first, second)));
  parts.push(convolution(padded('conv2', 3, second, third)));
  let from = third;
  for (const modules of stages) {
    parts.push(maxPooling(2));
    for (const [name, counts] of modules) {
      parts.push(inception(`inception${name}`, from, counts));
      from = outputChannels(counts);
    }
  }
  return inOrder([...parts, averagePooling]);
}

/** A convolution with zeros around the image. */
function padded(name: string, size: number, from: number, to: number, stride: 1 | 2 = 1): ConvolutionLayer {
  return { name, kernel: [size, size, from, to], stride, padding: 'same' };
}

function maxPooling(stride: 1 | 2): HiddenLayers {
  return { layers: [], forward: (x) => tf.maxPool(x, POOL_SIZE, stride, 'same') };
}

/** `[B, H, W, C] -> [B, 1, 1, C]`. */
const averagePooling: HiddenLayers = {
  layers: [],
  forward: (x) => tf.avgPool(x, [x.shape[1], x.shape[2]], 1, 'valid'),
};

/**
 * Inception module: side by side, a 1x1 convolution; 1x1 then 3x3; 1x1 then 5x5; 3x3 maxima then 1x1; concatenated in this order.
 * The three 1x1 convolutions of the input are one, `pointwise`, whose channels are then taken apart: the same function and weights,
 * a third of the passes over the input.
 */
function inception(name: string, from: number, channels: InceptionChannels): HiddenLayers {
  const { direct, reduce3, conv3, reduce5, conv5, poolProjection } = channels;
  const parts = [direct, reduce3, reduce5];
  const pointwise = padded(`${name}/pointwise`, 1, from, direct + reduce3 + reduce5);
  const three = padded(`${name}/3x3`, 3, reduce3, conv3);
  const five = padded(`${name}/5x5`, 5, reduce5, conv5);
  const projection = padded(`${name}/poolProjection`, 1, from, poolProjection);
  return {
    layers: [pointwise, three, five, projection],
    forward: (x, apply) => {
      const split = tf.split(apply(x, pointwise), parts, 3);
      const [one, before3, before5] = split as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
      const pooled = apply(maxPooling(1).forward(x, apply), projection);
      return tf.concat([one, apply(before3, three), apply(before5, five), pooled], 3);
    },
  };
}
