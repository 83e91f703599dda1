import * as tf from '@tensorflow/tfjs-core';
import { assertShape } from './assert-shape.js';
import { withGradient } from './with-gradient.js';

/**
 * Weighted sum of loss terms, `sum of weights[name] * terms[name]`: Eq. 7 with the terms of its generator and
 * encoder side, `lambda_1 L_KL + lambda_2 L_G + lambda_3 L_GD + lambda_4 L_GC`, when the weights are `LossWeights`.
 *
 * A term that is left out, or whose weight is 0, does not count (a NaN in it neither) and gets no gradient.
 * `L_D` and `L_C`, of weight 1 in Eq. 7, share no parameters with the rest: train them by an objective of their own.
 * @param terms - Scalars by name.
 * @param weights - A finite number for every term; further weights are ignored.
 * @returns Scalar; the caller disposes it.
 * @throws {ShapeError} when a term is not a scalar; RangeError when a weight is missing or not finite, or when no
 *   term counts.
 */
export function weightedObjective<Name extends string>(
  terms: Readonly<Partial<Record<Name, tf.Scalar>>>,
  weights: Readonly<Record<NoInfer<Name>, number>>,
): tf.Scalar {
  const counted: { readonly term: tf.Scalar; readonly weight: number }[] = [];
  for (const [name, term] of Object.entries<tf.Scalar | undefined>(terms)) {
    if (term === undefined) continue;
    assertShape(`weightedObjective: terms.${name}`, term, []);
    const weight: unknown = weights[name as Name];
    if (typeof weight !== 'number' || !Number.isFinite(weight)) {
      throw new RangeError(
        `weightedObjective: weights.${name}: expected a finite number, got ${String(weight)}.`,
      );
    }
    if (weight !== 0) counted.push({ term, weight });
  }
  if (counted.length === 0) {
    throw new RangeError('weightedObjective: terms: expected at least one with a weight other than 0.');
  }
  return withGradient(
    counted.map(({ term }) => term),
    () => ({
      value: tf.addN(counted.map(({ term, weight }) => tf.mul<tf.Scalar>(term, weight))),
      saved: [],
      backward: (dy) => counted.map(({ weight }) => tf.mul(dy, weight)),
    }),
  );
}
