import * as tf from '@tensorflow/tfjs-core';
import { FUSED, hasKernel, runKernel } from './fused-kernels.js';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam (Kingma and Ba, 2015), bias-corrected, with a learning rate given at each step (the one of tfjs-core keeps
 * its rate to itself): `m <- b1 m + (1 - b1) g`, `v <- b2 v + (1 - b2) g^2`, `w <- w - rate m' / (sqrt(v') + eps)`.
 * Holds two variables for each weight: call `dispose()`.
 */
export class Adam {
  readonly #slots: readonly { weight: tf.Variable; m: tf.Variable; v: tf.Variable }[];
  #step = 0;

  constructor(weights: Iterable<tf.Variable>) {
    this.#slots = tf.tidy(() =>
      Array.from(weights, (weight) => ({
        weight,
        m: tf.variable(tf.zerosLike(weight), false),
        v: tf.variable(tf.zerosLike(weight), false),
      })),
    );
  }

  /** One update; `gradients` by the names of the variables, as tf.variableGrads gives them. */
  apply(gradients: tf.NamedTensorMap, learningRate: number): void {
    this.#step += 1;
    const [correction1, correction2] = [1 - BETA_1 ** this.#step, 1 - BETA_2 ** this.#step];
    const constants = { learningRate, beta1: BETA_1, beta2: BETA_2, epsilon: EPSILON };
    const fused = hasKernel(FUSED.adam);
    tf.tidy(() => {
      for (const { weight, m, v } of this.#slots) {
        const gradient = gradients[weight.name];
        if (!gradient) throw new Error(`Adam: there is no gradient of '${weight.name}'.`);
        if (fused) {
          const inputs = { parameter: weight, gradient, m, v };
          const moved = runKernel(FUSED.adam, inputs, { ...constants, correction1, correction2 });
          for (const [index, variable] of [weight, m, v].entries())
            variable.assign(moved[index] as tf.Tensor);
          continue;
        }
        m.assign(tf.add(tf.mul(m, BETA_1), tf.mul(gradient, 1 - BETA_1)));
        v.assign(tf.add(tf.mul(v, BETA_2), tf.mul(tf.square(gradient), 1 - BETA_2)));
        const deviation = tf.add(tf.sqrt(tf.div(v, correction2)), EPSILON);
        weight.assign(tf.sub(weight, tf.div(tf.mul(m, learningRate / correction1), deviation)));
      }
    });
  }

  dispose(): void {
    for (const { m, v } of this.#slots) tf.dispose([m, v]);
  }
}
