import * as tf from '@tensorflow/tfjs-core';
import type { Layer, Pass } from './layer.js';

/** `[B, ...] -> [B, F]`. */
export function flatten(x: tf.Tensor): tf.Tensor2D {
  const [batch = 0] = x.shape;
  return tf.reshape(x, [batch, x.size / batch]);
}

/** Applies layers one after the other; each output is set in `outputs` under its layer's name. */
export function applyInOrder(
  layers: readonly Layer[],
  x: tf.Tensor,
  pass: Pass,
  outputs?: Map<string, tf.Tensor>,
): tf.Tensor {
  let output = x;
  for (const layer of layers) {
    output = layer.apply(output, pass);
    outputs?.set(layer.summary.name, output);
  }
  return output;
}

/** The flattened outputs of the named layers, side by side, `[B, F]`. */
export function featuresOf(outputs: ReadonlyMap<string, tf.Tensor>, names: readonly string[]): tf.Tensor2D {
  const parts = names.map((name) => flatten(outputs.get(name) as tf.Tensor));
  return parts.length === 1 ? (parts[0] as tf.Tensor2D) : tf.concat2d(parts, 1);
}
