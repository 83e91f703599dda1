import * as tf from '@tensorflow/tfjs-core';
import { RELU } from '../activation.js';
import type { Parameters } from '../parameters.js';
import { convolution } from './convolution.js';
import type { MapLayer, MapShape } from './layer.js';
import { maxPooling } from './pooling.js';

/** Channels of an inception module, in the columns of GoogLeNet's Table 1. */
export interface InceptionChannels {
  /** '#1x1'. */
  readonly direct: number;
  /** '#3x3 reduce'. */
  readonly reduce3: number;
  /** '#3x3'. */
  readonly conv3: number;
  /** '#5x5 reduce'. */
  readonly reduce5: number;
  /** '#5x5'. */
  readonly conv5: number;
  /** 'pool proj'. */
  readonly poolProjection: number;
}

/**
 * Inception module (Szegedy et al., 2014, Figure 2b): side by side, a 1x1 convolution; 1x1 then 3x3; 1x1 then 5x5; 3x3 maxima then
 * 1x1. Batch norm and ReLU follow each.
 *
 * The three 1x1 convolutions of the input are computed as one, `pointwise`, whose channels are then taken apart: the same
 * function and parameters, a third of the passes over the input.
 */
export function inception(
  parameters: Parameters,
  name: string,
  input: MapShape,
  channels: InceptionChannels,
): MapLayer {
  const { direct, reduce3, conv3, reduce5, conv5, poolProjection } = channels;
  const [height, width] = input;
  const branch = (part: string, from: MapShape, filters: number, kernelSize: number): MapLayer =>
    convolution(parameters, {
      ...{ name: `${name}/${part}`, input: from, filters, kernelSize },
      activation: RELU,
    });
  const parts = [direct, reduce3, reduce5];
  const pointwise = branch('pointwise', input, direct + reduce3 + reduce5, 1);
  const three = branch('3x3', [height, width, reduce3], conv3, 3);
  const five = branch('5x5', [height, width, reduce5], conv5, 5);
  const pool = maxPooling(`${name}/pool`, input, 1);
  const projection = branch('poolProjection', input, poolProjection, 1);
  const outputShape: MapShape = [height, width, direct + conv3 + conv5 + poolProjection];
  return {
    outputShape,
    summary: { name, kind: 'inception', outputShape, numParameters: parameters.count(name) },
    apply: (x, pass) => {
      const [one, before3, before5] = tf.split(pointwise.apply(x, pass), parts, 3) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const pooled = projection.apply(pool.apply(x, pass), pass);
      return tf.concat([one, three.apply(before3, pass), five.apply(before5, pass), pooled], 3);
    },
  };
}
