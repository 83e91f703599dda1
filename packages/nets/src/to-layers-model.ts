import type * as tfl from '@tensorflow/tfjs-layers';
import { googLeNetEncoderModel, mlpEncoderModel } from './layers-model/encoder-model.js';
import { deconvGeneratorModel, mlpGeneratorModel } from './layers-model/generator-model.js';
import type { Encoder, Generator } from './types.js';

/**
 * G or E as an ordinary layers model of TensorFlow.js with the weights as they are now, for `model.save` and, elsewhere without
 * this package, `tf.loadLayersModel`. It behaves as in inference (batch norm from moving statistics) and holds only layers
 * that tfjs-layers has. Inputs: `z [B, Z]` (G) or `image [B, H, W, C]` (E; `points` for an MLP), then `classes [B, K]` if the network has
 * classes. Outputs: G the image `[B, H, W, C]` in [-1, 1]; E `mean` and `logVar`, `[B, Z]` each.
 * @param network - G or E; stays as it is.
 * @returns A copy, independent of the network; the caller disposes it.
 */
export function toLayersModel(network: Generator | Encoder): tfl.LayersModel {
  const { spec } = network;
  switch (spec.architecture) {
    case 'deconv':
      return deconvGeneratorModel(network as Generator, spec);
    case 'googlenet':
      return googLeNetEncoderModel(network as Encoder, spec);
    case 'mlp':
      return spec.role === 'generator'
        ? mlpGeneratorModel(network as Generator, spec)
        : mlpEncoderModel(network as Encoder, spec);
  }
}
