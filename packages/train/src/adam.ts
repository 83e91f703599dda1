import { hasKernel } from '@cvg/nets';
import * as tf from '@tensorflow/tfjs-core';
import type { UpdateRule } from './optimizer.js';
import type { AdamConfig } from './training-config.js';

/** One kernel for the whole update, where an engine has it; its formula is the one below. */
const FUSED = 'CvgAdamStep';

/**
 * Adam (Kingma and Ba, 2015, Algorithm 1): `m <- beta1 m + (1 - beta1) g`, `v <- beta2 v + (1 - beta2) g^2`,
 * `w <- w - learningRate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)`, t counting from 1.
 */
export function adamRule({ learningRate, beta1, beta2, epsilon }: AdamConfig): UpdateRule {
  return {
    slots: ['m', 'v'],
    update(parameter, gradient, [m, v], t) {
      const [correction1, correction2] = [1 - beta1 ** t, 1 - beta2 ** t];
      if (hasKernel(FUSED)) {
        const inputs = { parameter, gradient, m, v } as tf.NamedTensorMap;
        const constants = { learningRate, beta1, beta2, epsilon, correction1, correction2 };
        return tf.engine().runKernel<tf.Tensor[]>(FUSED, inputs, constants);
      }
      const newM = tf.add(tf.mul(m as tf.Tensor, beta1), tf.mul(gradient, 1 - beta1));
      const newV = tf.add(tf.mul(v as tf.Tensor, beta2), tf.mul(tf.square(gradient), 1 - beta2));
      const step = tf.div(
        tf.mul(newM, learningRate / correction1),
        tf.add(tf.sqrt(tf.div(newV, correction2)), epsilon),
      );
      return [tf.sub(parameter, step), newM, newV];
    },
  };
}
