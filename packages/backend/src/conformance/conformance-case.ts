import * as tf from '@tensorflow/tfjs-core';

/** One computation that every engine must do alike. */
export interface ConformanceCase {
  /** Kernels and shapes, unique in the suite. */
  readonly name: string;
  /** The fused kernel under test, which an engine may lack: its definition in ordinary ops runs then. */
  readonly kernel?: string;
  /** Relative tolerance of a comparison with `cpu`. @default 1e-4 */
  readonly rtol?: number;
  /** Absolute tolerance of a comparison with `cpu`. @default 1e-5 */
  readonly atol?: number;
  /** Runs on the current backend, from the same data each time; the caller disposes the results. */
  run(): tf.Tensor | tf.Tensor[];
}

/** Reproducible values in (-1, 1), none of them near 0, so that kinks of activations are not hit (xorshift32). */
export function values(shape: readonly number[], seed: number): Float32Array {
  let state = (seed * 2654435761) >>> 0 || 1;
  return Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const uniform = (state >>> 0) / 4294967296;
    const sign = (state & 1) === 0 ? 1 : -1;
    return sign * (0.02 + 0.98 * uniform);
  });
}

/** A tensor of {@link values}. */
export function data<R extends tf.Rank = tf.Rank>(shape: readonly number[], seed: number): tf.Tensor<R> {
  return tf.tensor<R>(values(shape, seed), shape as tf.ShapeMap[R]);
}

/** As many tensors as there are shapes. */
type TensorsOf<S extends readonly (readonly number[])[]> = { [K in keyof S]: tf.Tensor };

/**
 * Runs `f` on inputs of the given shapes: its value, and its gradients with respect to all of them for a fixed
 * upstream gradient. Needs TensorFlow.js's gradients (import tfjs-layers or tfjs).
 */
export function differentiated<S extends readonly (readonly number[])[]>(
  f: (...inputs: TensorsOf<S>) => tf.Tensor,
  ...shapes: S
): () => tf.Tensor[] {
  return () =>
    tf.tidy(() => {
      const inputs = shapes.map((shape, index) => data(shape, index + 1));
      const apply = (...tensors: tf.Tensor[]): tf.Tensor => f(...(tensors as unknown as TensorsOf<S>));
      const value = apply(...inputs);
      return [value, ...tf.grads(apply)(inputs, data(value.shape, 99))];
    });
}
