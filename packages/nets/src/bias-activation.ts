import * as tf from '@tensorflow/tfjs-core';
import { activate, activationGradient, type Activation } from './activation.js';
import { hasKernel, KERNELS, runKernel } from './kernels.js';
import { withGradient } from './with-gradient.js';

/**
 * `y = act(x + bias)`, in one pass over x where the engine has the kernel for it.
 * @param x - `[..., C]`.
 * @param bias - `[C]`.
 */
export function biasActivation<T extends tf.Tensor>(x: T, bias: tf.Tensor, activation: Activation): T {
  const channels = bias.size;
  return withGradient([x, bias], () => {
    const native = hasKernel(KERNELS.biasActivation);
    const value = native
      ? runKernel(KERNELS.biasActivation, { x, bias }, activation)[0]
      : activate(tf.add(x, bias), activation);
    return {
      value: value as tf.Tensor,
      saved: [value as tf.Tensor],
      backward: (dy, [y]) => {
        if (hasKernel(KERNELS.biasActivationGrad)) {
          return runKernel(KERNELS.biasActivationGrad, { dy, y: y as tf.Tensor }, activation);
        }
        const dx = activationGradient(dy, y as tf.Tensor, activation);
        return [dx, tf.sum(tf.reshape(dx, [-1, channels]), 0)];
      },
    };
  }) as T;
}
