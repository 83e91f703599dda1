import * as tf from '@tensorflow/tfjs-core';

/** What a forward pass computed, what it keeps for the backward pass, and that backward pass. */
export interface Differentiable {
  readonly value: tf.Tensor;
  readonly saved: readonly tf.Tensor[];
  /** The gradients of all inputs, in their order. */
  readonly backward: (dy: tf.Tensor, saved: readonly tf.Tensor[]) => tf.Tensor[];
}

/** Runs `forward` with a gradient written by hand. Tensors it reads besides `inputs` are constants. */
export function withGradient(inputs: readonly tf.Tensor[], forward: () => Differentiable): tf.Tensor {
  const run = tf.customGrad((...inputsAndSave) => {
    const { value, saved, backward } = forward();
    const save = inputsAndSave.at(-1) as tf.GradSaveFunc;
    save([...saved]);
    return { value, gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) => tf.tidy(() => backward(dy, kept)) };
  });
  return run(...inputs);
}

/** Runs `f` off the tape: a backward pass neither reaches what it computes nor keeps memory for it. */
export function detached(f: () => tf.Tensor): tf.Tensor {
  return tf.customGrad(() => ({ value: f(), gradFunc: () => [] }))();
}
