import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { BATCH_NORM_EPSILON } from '../layers/batch-norm.js';
import { POOL_SIZE } from '../layers/pooling.js';
import { STATISTICS_MOMENTUM } from '../moving-statistics-updates.js';
import type { Network } from '../types.js';

type Layer = tfl.layers.Layer;

/** Which output channels of a convolution of ours one layer of the model takes. */
export interface ChannelRange {
  readonly begin: number;
  readonly count: number;
}

export interface ConvolutionLayerOptions {
  /** Name of our layer, whose weights are copied. */
  readonly name: string;
  readonly filters: number;
  readonly kernelSize: number;
  /** @default 1 */
  readonly stride?: number;
  /** Whether it is a transposed convolution. @default false */
  readonly transposed?: boolean;
  /** Whether batch norm and ReLU follow; else it has a bias and nothing follows. @default true */
  readonly normalize?: boolean;
  /** Name in the model, if another one. */
  readonly as?: string;
  /** A part of our layer's channels. @default all of them */
  readonly channels?: ChannelRange;
}

/** `inception3a/5x5` as tfjs-layers takes names. */
function layerName(name: string): string {
  return name.replaceAll('/', '_');
}

/** A copy of a weight, or of a range of its last axis: its output channels. */
function takeChannels(weight: tf.Tensor, range: ChannelRange | undefined): tf.Tensor {
  if (range === undefined) return tf.clone(weight);
  const begin = weight.shape.map((_, axis) => (axis === weight.rank - 1 ? range.begin : 0));
  const size = weight.shape.map((extent, axis) => (axis === weight.rank - 1 ? range.count : extent));
  return tf.slice(weight, begin, size);
}

/** Makes layers of tfjs-layers and remembers which weights of a network belong to them. */
export class ModelBuilder {
  readonly #weights: (readonly [Layer, () => tf.Tensor[]])[] = [];

  constructor(readonly network: Network) {}

  /** A variable of the network. */
  #variable(name: string): tf.Tensor {
    const { trainable, statistics } = this.network;
    const variable = trainable.get(name) ?? statistics.get(name);
    if (variable === undefined) throw new Error(`toLayersModel: the network has no variable '${name}'.`);
    return variable;
  }

  /** A layer with ReLU where `activation` says so, and the network's kernel and bias. */
  dense(
    x: tfl.SymbolicTensor,
    name: string,
    activation: 'relu' | 'linear',
    channels?: ChannelRange & { readonly as: string },
  ): tfl.SymbolicTensor {
    const parts = ['kernel', 'bias'].map((part) => this.#variable(`${name}/${part}`));
    const units = channels?.count ?? parts.at(-1)?.size ?? 0;
    const layer = tfl.layers.dense({ name: channels?.as ?? name, units, activation });
    return this.#apply(layer, x, () => parts.map((part) => takeChannels(part, channels)));
  }

  /** A convolution, and batch norm and ReLU if it has them. */
  convolution(x: tfl.SymbolicTensor, options: ConvolutionLayerOptions): tfl.SymbolicTensor {
    const { name, filters, kernelSize, stride: strides = 1, transposed = false, normalize = true } = options;
    const { as = name, channels } = options;
    const label = layerName(as);
    const take = (parts: readonly string[]): tf.Tensor[] =>
      parts.map((part) => takeChannels(this.#variable(`${name}/${part}`), channels));
    const shared = { name: label, filters, kernelSize, strides, useBias: !normalize };
    const layer = transposed
      ? tfl.layers.conv2dTranspose({ ...shared, padding: 'same' })
      : tfl.layers.conv2d({ ...shared, padding: 'same' });
    const output = this.#apply(layer, x, () => take(normalize ? ['kernel'] : ['kernel', 'bias']));
    if (!normalize) return output;
    const norm = tfl.layers.batchNormalization({
      ...{ name: `${label}_norm`, epsilon: BATCH_NORM_EPSILON, momentum: STATISTICS_MOMENTUM },
    });
    const normalized = this.#apply(norm, output, () =>
      take(['scale', 'offset', 'movingMean', 'movingVariance']),
    );
    return tfl.layers.reLU({ name: `${label}_relu` }).apply(normalized) as tfl.SymbolicTensor;
  }

  /** 3x3 maxima. */
  maxPooling(x: tfl.SymbolicTensor, name: string, strides = 2): tfl.SymbolicTensor {
    const layer = tfl.layers.maxPooling2d({
      ...{ name: layerName(name), poolSize: POOL_SIZE, strides, padding: 'same' },
    });
    return layer.apply(x) as tfl.SymbolicTensor;
  }

  /** x and the class vector side by side; x itself without classes. */
  withClasses(x: tfl.SymbolicTensor, classes: tfl.SymbolicTensor | undefined): tfl.SymbolicTensor {
    if (classes === undefined) return x;
    return tfl.layers.concatenate({ name: 'with_classes' }).apply([x, classes]) as tfl.SymbolicTensor;
  }

  /** The model, with the network's weights as they are now. */
  model(
    name: string,
    inputs: readonly (tfl.SymbolicTensor | undefined)[],
    outputs: tfl.SymbolicTensor | tfl.SymbolicTensor[],
  ): tfl.LayersModel {
    const given = inputs.filter((input) => input !== undefined);
    const model = tfl.model({ name, inputs: given, outputs });
    for (const [layer, weights] of this.#weights) {
      const values = weights();
      layer.setWeights(values);
      for (const value of values) value.dispose();
    }
    return model;
  }

  #apply(layer: Layer, x: tfl.SymbolicTensor, weights: () => tf.Tensor[]): tfl.SymbolicTensor {
    this.#weights.push([layer, weights]);
    return layer.apply(x) as tfl.SymbolicTensor;
  }
}
