import { SMALLEST_SIDE, type EvaluatorSpec } from './evaluator-spec.js';
import { convolution, inOrder, type ConvolutionLayer, type HiddenLayers } from './hidden-layers.js';

const KERNEL_SIZE = 3;
const MAX_CHANNEL_FACTOR = 8;

/** A small network for quick judgement: 3x3 convolutions of stride 2 until the shorter side is 4, then a dense layer of F features. */
export function stridedConvnet({
  imageShape,
  width: firstChannels,
  featureSize,
}: EvaluatorSpec): HiddenLayers {
  let [height, width, channels] = imageShape;
  const layers: ConvolutionLayer[] = [];
  while (Math.min(height, width) > SMALLEST_SIDE) {
    const out = firstChannels * Math.min(2 ** layers.length, MAX_CHANNEL_FACTOR);
    layers.push({
      ...{ name: `conv${layers.length + 1}`, kernel: [KERNEL_SIZE, KERNEL_SIZE, channels, out] },
      ...{ stride: 2, padding: 'same' },
    });
    [height, width, channels] = [Math.ceil(height / 2), Math.ceil(width / 2), out];
  }
  layers.push({
    ...{ name: 'features', kernel: [height, width, channels, featureSize] },
    ...{ stride: 1, padding: 'valid' },
  });
  return inOrder(layers.map(convolution));
}
