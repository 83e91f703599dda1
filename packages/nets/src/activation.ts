import * as tf from '@tensorflow/tfjs-core';

/** An activation that fused kernels know. */
export interface Activation {
  readonly activation: 'none' | 'relu' | 'leakyRelu';
  /** Slope of the leaky ReLU below 0, at least 0; the others ignore it. */
  readonly alpha: number;
}

export const LINEAR: Activation = { activation: 'none', alpha: 0 };
export const RELU: Activation = { activation: 'relu', alpha: 0 };
/** DCGAN's leaky ReLU. */
export const LEAKY_RELU: Activation = { activation: 'leakyRelu', alpha: 0.2 };

/** `act(x)`. */
export function activate(x: tf.Tensor, { activation, alpha }: Activation): tf.Tensor {
  if (activation === 'none') return x;
  return activation === 'relu' ? tf.relu(x) : tf.leakyRelu(x, alpha);
}

/** `dy act'`, from the sign of the activation's output `y`. */
export function activationGradient(
  dy: tf.Tensor,
  y: tf.Tensor,
  { activation, alpha }: Activation,
): tf.Tensor {
  if (activation === 'none') return tf.clone(dy);
  return tf.mul(dy, tf.step(y, activation === 'relu' ? 0 : alpha));
}
