import * as tf from '@tensorflow/tfjs-core';

/**
 * Weight clipping of the Wasserstein GAN: every weight is moved into `[-bound, bound]`, in place.
 *
 * Call it after each update of the critic, with all of its trainable variables.
 * @param variables - The critic's variables.
 * @param bound - c of Arjovsky et al. (2017), who use 0.01; > 0.
 * @throws RangeError when the bound is not a finite number > 0.
 */
export function clipWeights(variables: Iterable<tf.Variable>, bound: number): void {
  if (!(bound > 0 && Number.isFinite(bound))) {
    throw new RangeError(`clipWeights: bound: expected a finite number > 0, got ${bound}.`);
  }
  for (const variable of variables) tf.tidy(() => variable.assign(tf.clipByValue(variable, -bound, bound)));
}
