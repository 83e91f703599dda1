import type * as tf from '@tensorflow/tfjs-core';
import type { MovingStatisticsUpdates } from './moving-statistics-updates.js';
import type { ClassifierSpec, DiscriminatorSpec, EncoderSpec, GeneratorSpec, NetworkSpec } from './specs.js';

/** How a forward pass normalises and whether it collects statistics. */
export interface ForwardOptions {
  /** Batch norm from this batch's statistics (`'batch'`, training) or the moving ones (`'moving'`, inference). @default 'moving' */
  readonly statistics?: 'batch' | 'moving';
  /**
   * Collects this pass's batch statistics; the moving statistics change only when its `commit()` is called. Without it
   * nothing moves. Needs `statistics: 'batch'`.
   */
  readonly movingStatistics?: MovingStatisticsUpdates;
  /** Seed of dropout masks; without it dropout is off. */
  readonly dropoutSeed?: number;
}

/** One row of a network's table of layers. */
export interface LayerSummary {
  readonly name: string;
  readonly kind: 'dense' | 'convolution' | 'deconvolution' | 'maxPooling' | 'averagePooling' | 'inception';
  /** Shape of one sample's output: `[height, width, channels]` or `[units]`. */
  readonly outputShape: readonly number[];
  /** Height and width of the kernel or window. */
  readonly kernelSize?: number;
  /** Step of the kernel or window; of a deconvolution the factor by which maps grow. */
  readonly stride?: number;
  /** Trainable parameters, batch norm's scale and offset included. */
  readonly numParameters: number;
}

/** A network: its variables and how to rebuild it. */
export interface Network {
  /** The resolved spec: plain JSON from which `buildNetwork` makes the same architecture with the same initial weights. */
  readonly spec: Readonly<Required<NetworkSpec>>;
  /** Trainable variables by name, such as `'deconv1/kernel'`, in the order of the layers. */
  readonly trainable: ReadonlyMap<string, tf.Variable>;
  /** Moving means and variances of batch norm by name, such as `'deconv1/movingMean'`; no optimiser touches them. */
  readonly statistics: ReadonlyMap<string, tf.Variable>;
  /** Number of trainable parameters. */
  readonly numParameters: number;
  /** The layers, from input to output. */
  readonly layers: readonly LayerSummary[];
  /** Frees all variables. */
  dispose(): void;
}

/** Mean and log variance of q(z | x, c). */
export interface Posterior {
  /** `[B, Z]`. */
  readonly mean: tf.Tensor2D;
  /** `[B, Z]`, the paper's epsilon of Eq. 5: variance is `exp(logVar)`. */
  readonly logVar: tf.Tensor2D;
}

/** What D and C return for a batch. */
export interface LogitsAndFeatures {
  /** Numbers before sigmoid or softmax: D `[B, 1]`, C `[B, K]`. */
  readonly logits: tf.Tensor2D;
  /** The paper's f_D or f_C, `[B, F]`: the input of the last fully connected layer, unless `featureLayers` says otherwise. */
  readonly features: tf.Tensor2D;
}

/** E. */
export interface Encoder extends Network {
  readonly spec: Readonly<Required<EncoderSpec>>;
  /**
   * The posterior q(z | x, c) of images.
   * @param images - `[B, H, W, C]` in [-1, 1] (or `[B, dataSize]` for an MLP).
   * @param classes - `[B, K]`, one-hot or a mixture; `undefined` exactly if the network has no classes.
   * @param options - Batch norm and dropout of this pass.
   * @returns `[B, Z]` each; the caller disposes both.
   * @throws {ShapeError} when a tensor has another shape.
   */
  encode(
    images: tf.Tensor4D | tf.Tensor2D,
    classes: tf.Tensor2D | undefined,
    options?: ForwardOptions,
  ): Posterior;
}

/** G. */
export interface Generator extends Network {
  readonly spec: Readonly<Required<GeneratorSpec>>;
  /**
   * The images of latent vectors and classes.
   * @param z - `[B, Z]`.
   * @param classes - `[B, K]`, one-hot or a mixture; `undefined` exactly if the network has no classes.
   * @param options - Batch norm of this pass.
   * @returns `[B, H, W, C]` in [-1, 1] (tanh), or `[B, dataSize]` of an MLP (linear); the caller disposes it.
   * @throws {ShapeError} when a tensor has another shape.
   */
  generate(z: tf.Tensor2D, classes: tf.Tensor2D | undefined, options?: ForwardOptions): tf.Tensor;
}

/** D. */
export interface Discriminator extends Network {
  readonly spec: Readonly<Required<DiscriminatorSpec>>;
  /**
   * Whether samples look real.
   * @param x - `[B, H, W, C]` in [-1, 1], or `[B, dataSize]` for an MLP.
   * @param options - Batch norm of this pass.
   * @returns Logits `[B, 1]`, large for real, and features; the caller disposes both.
   * @throws {ShapeError} when the tensor has another shape.
   */
  discriminate(x: tf.Tensor, options?: ForwardOptions): LogitsAndFeatures;
}

/** C. */
export interface Classifier extends Network {
  readonly spec: Readonly<Required<ClassifierSpec>>;
  /**
   * The classes of samples.
   * @param x - `[B, H, W, C]` in [-1, 1], or `[B, dataSize]` for an MLP.
   * @param options - Batch norm and dropout of this pass.
   * @returns Logits `[B, K]` and features; the caller disposes both.
   * @throws {ShapeError} when the tensor has another shape.
   */
  classify(x: tf.Tensor, options?: ForwardOptions): LogitsAndFeatures;
}
