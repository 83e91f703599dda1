import * as tf from '@tensorflow/tfjs-core';

/** What a forward pass computed, what it keeps for the backward pass, and that backward pass. */
export interface Differentiable<Output extends tf.Tensor> {
  readonly value: Output;
  /** Tensors the backward pass needs. */
  readonly saved: readonly tf.Tensor[];
  /** The gradients of all inputs, in their order, from the gradient of the value. */
  readonly backward: (dy: tf.Tensor, saved: readonly tf.Tensor[]) => tf.Tensor[];
}

/**
 * Runs `forward` with a gradient written by hand. Only `inputs` receive a gradient: whatever else `forward`
 * reads is a constant, which is how the real side of a loss is detached. A hand-written backward pass also runs
 * fewer kernels than the recorded one, and works when no gradients are registered (tfjs-core alone has none).
 */
export function withGradient<Output extends tf.Tensor>(
  inputs: readonly tf.Tensor[],
  forward: () => Differentiable<Output>,
): Output {
  const run = tf.customGrad((...inputsAndSave) => {
    const { value, saved, backward } = forward();
    const save = inputsAndSave.at(-1) as tf.GradSaveFunc;
    save([...saved]);
    return { value, gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) => backward(dy, kept) };
  });
  return run(...inputs);
}
