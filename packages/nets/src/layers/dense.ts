import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../activation.js';
import { biasActivation } from '../bias-activation.js';
import type { Parameters } from '../parameters.js';
import type { Layer } from './layer.js';

export interface DenseOptions {
  readonly name: string;
  readonly inputs: number;
  readonly units: number;
  readonly activation: Activation;
}

/** `act(x kernel + bias)`: `[B, inputs] -> [B, units]`. The bias starts at 0. */
export function dense(parameters: Parameters, { name, inputs, units, activation }: DenseOptions): Layer {
  const kernel = parameters.kernel(`${name}/kernel`, [inputs, units], inputs);
  const bias = parameters.perChannel(`${name}/bias`, units, 0);
  return {
    summary: { name, kind: 'dense', outputShape: [units], numParameters: parameters.count(name) },
    apply: (x) => biasActivation(tf.matMul(x, kernel), bias, activation),
  };
}
