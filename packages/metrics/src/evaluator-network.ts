import type { EvaluatorSpec } from './evaluator-spec.js';
import { googLeNet } from './googlenet.js';
import type { ConvolutionLayer, HiddenLayers } from './hidden-layers.js';
import { stridedConvnet } from './strided-convnet.js';

/** The layers of an evaluator. */
export interface EvaluatorNetwork {
  /** Images to features, `[B, H, W, C] -> [B, 1, 1, F]`. */
  readonly hidden: HiddenLayers;
  /** With a bias, and nothing after it: a dense layer of K logits. */
  readonly output: ConvolutionLayer;
}

/** The name of each weight beside its shape. */
export interface WeightShape {
  readonly name: string;
  readonly shape: readonly number[];
  /** Moved by gradients; the others are the moving statistics of batch norm. */
  readonly trainable: boolean;
}

/** The layers of a specification. */
export function evaluatorNetwork(spec: EvaluatorSpec): EvaluatorNetwork {
  const { architecture, featureSize, numClasses } = spec;
  const hidden = architecture === 'googlenet' ? googLeNet(spec) : stridedConvnet(spec);
  return {
    hidden,
    output: { name: 'logits', kernel: [1, 1, featureSize, numClasses], stride: 1, padding: 'valid' },
  };
}

/** Names and shapes of all weights, in their stable order. */
export function evaluatorWeightShapes(spec: EvaluatorSpec): readonly WeightShape[] {
  const { hidden, output } = evaluatorNetwork(spec);
  const hiddenShapes = hidden.layers.flatMap(({ name, kernel }) => [
    { name: `${name}/kernel`, shape: kernel, trainable: true },
    { name: `${name}/gamma`, shape: [kernel[3]], trainable: true },
    { name: `${name}/beta`, shape: [kernel[3]], trainable: true },
    { name: `${name}/movingMean`, shape: [kernel[3]], trainable: false },
    { name: `${name}/movingVariance`, shape: [kernel[3]], trainable: false },
  ]);
  return [
    ...hiddenShapes,
    { name: `${output.name}/kernel`, shape: output.kernel, trainable: true },
    { name: `${output.name}/bias`, shape: [output.kernel[3]], trainable: true },
  ];
}
