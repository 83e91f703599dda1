import * as tf from '@tensorflow/tfjs-core';
import type { Layer, MapLayer, MapShape } from './layer.js';

/** Windows of AlexNet's and GoogLeNet's pooling, 3x3. */
export const POOL_SIZE = 3;

/** Maximum of 3x3 windows: `[B, H, W, C] -> [B, ceil(H / stride), ceil(W / stride), C]`. */
export function maxPooling(name: string, [height, width, channels]: MapShape, stride = 2): MapLayer {
  const outputShape: MapShape = [Math.ceil(height / stride), Math.ceil(width / stride), channels];
  return {
    outputShape,
    summary: {
      ...{ name, kind: 'maxPooling', outputShape, kernelSize: POOL_SIZE, stride },
      numParameters: 0,
    },
    apply: (x) => tf.maxPool(x as tf.Tensor4D, POOL_SIZE, stride, 'same'),
  };
}

/** Mean of each channel's map: `[B, H, W, C] -> [B, C]`. */
export function globalAveragePooling(name: string, [height, width, channels]: MapShape): Layer {
  return {
    summary: { name, kind: 'averagePooling', outputShape: [channels], kernelSize: height, numParameters: 0 },
    // One kernel forward and backward; tf.mean would take three backward.
    apply: (x) => tf.reshape(tf.avgPool(x as tf.Tensor4D, [height, width], 1, 'valid'), [-1, channels]),
  };
}
