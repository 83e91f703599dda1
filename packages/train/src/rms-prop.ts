import { hasKernel } from '@cvg/nets';
import * as tf from '@tensorflow/tfjs-core';
import type { UpdateRule } from './optimizer.js';
import type { RmsPropConfig } from './training-config.js';

/** One kernel for the whole update, where an engine has it; its formula is the one below. */
const FUSED = 'CvgRmsPropStep';

/**
 * RMSProp (Tieleman and Hinton, 2012) as Torch has it: `s <- decay s + (1 - decay) g^2`,
 * `w <- w - learningRate g / (sqrt(s) + epsilon)`.
 */
export function rmsPropRule({ learningRate, decay, epsilon }: RmsPropConfig): UpdateRule {
  return {
    slots: ['meanSquare'],
    update(parameter, gradient, [meanSquare]) {
      if (hasKernel(FUSED)) {
        const inputs = { parameter, gradient, meanSquare } as tf.NamedTensorMap;
        return tf.engine().runKernel<tf.Tensor[]>(FUSED, inputs, { learningRate, decay, epsilon });
      }
      const updated = tf.add(tf.mul(meanSquare as tf.Tensor, decay), tf.mul(tf.square(gradient), 1 - decay));
      const step = tf.div(tf.mul(gradient, learningRate), tf.add(tf.sqrt(updated), epsilon));
      return [tf.sub(parameter, step), updated];
    },
  };
}
