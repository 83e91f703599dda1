import * as tf from '@tensorflow/tfjs-core';
import { evaluatorWeightShapes } from './evaluator-network.js';
import type { EvaluatorSpec } from './evaluator-spec.js';
import { normalDraws, seededUniform } from './random.js';

/** Weights by name, in the stable order of {@link evaluatorWeightShapes}. */
export type EvaluatorWeights = ReadonlyMap<string, tf.Variable>;

/** The weight called `name`; the map was built from the same specification that asks. */
export function weightOf(weights: EvaluatorWeights, name: string): tf.Variable {
  const weight = weights.get(name);
  if (!weight) throw new Error(`evaluator: there is no weight called '${name}'.`);
  return weight;
}

/** New variables holding `values`; the caller disposes them. */
export function createWeights(
  spec: EvaluatorSpec,
  values: (name: string, shape: readonly number[]) => Float32Array,
): Map<string, tf.Variable> {
  const weights = new Map<string, tf.Variable>();
  tf.tidy(() => {
    for (const { name, shape, trainable } of evaluatorWeightShapes(spec)) {
      weights.set(name, tf.variable(tf.tensor(values(name, shape), [...shape]), trainable));
    }
  });
  return weights;
}

/**
 * Seeded initial values: kernels from N(0, 2 / fanIn) (He et al., 2015), the last layer's from N(0, 1 / fanIn);
 * scales and moving variances 1, everything else 0.
 */
export function initialWeights(spec: EvaluatorSpec, seed: number): Map<string, tf.Variable> {
  const uniform = seededUniform(seed);
  return createWeights(spec, (name, shape) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (name.endsWith('/gamma') || name.endsWith('/movingVariance')) return new Float32Array(size).fill(1);
    if (!name.endsWith('/kernel')) return new Float32Array(size);
    const fanIn = size / (shape[shape.length - 1] ?? 1);
    const scale = Math.sqrt((name === 'logits/kernel' ? 1 : 2) / fanIn);
    return normalDraws(size, uniform).map((draw) => draw * scale);
  });
}
