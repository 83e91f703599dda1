import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import {
  criticLoss,
  discriminatorLoss,
  klDivergence,
  meanFeatureMatching,
  nonSaturatingGeneratorLoss,
  pairwiseFeatureMatching,
  reparameterize,
  softmaxClassification,
  wassersteinGeneratorLoss,
} from '../index.js';

interface OracleCase {
  /** Flat float values. */
  readonly inputs: readonly number[][];
  readonly value: number;
  /** By input. */
  readonly gradients: readonly number[][];
}

interface MovingMeansStep {
  readonly real: number[];
  readonly realIds: number[];
  readonly fake: number[];
  readonly fakeIds: number[];
  readonly realCenters: number[];
  readonly fakeCenters: number[];
  readonly realUpdates: number[];
  readonly fakeUpdates: number[];
  readonly value: number;
  readonly straightThrough: number[];
  readonly scaled: number[];
}

interface Oracle {
  readonly discriminator: OracleCase;
  readonly nonSaturating: OracleCase;
  readonly meanFeatureMatching: OracleCase;
  readonly softmax: OracleCase & { readonly ids: number[] };
  readonly kl: OracleCase & { readonly quadrature: number };
  readonly pairwise: OracleCase;
  readonly critic: OracleCase;
  readonly wassersteinGenerator: OracleCase;
  readonly reparameterize: {
    readonly inputs: readonly number[][];
    readonly consistent: number[];
    readonly paper: number[];
    readonly consistentGradients: readonly number[][];
    readonly paperGradients: readonly number[][];
  };
  readonly movingMeans: {
    readonly numClasses: number;
    readonly numFeatures: number;
    readonly decay: number;
    readonly steps: readonly MovingMeansStep[];
  };
}

/** What losses.py computed. */
export const oracle = JSON.parse(readFileSync(new URL('./losses.json', import.meta.url), 'utf8')) as Oracle;

/** A function with its inputs, and the value and gradients the oracle has for them. */
export interface LossCase {
  readonly name: string;
  /** Inputs that receive a gradient. */
  readonly inputs: () => tf.Tensor[];
  readonly f: (...inputs: tf.Tensor[]) => tf.Tensor;
  readonly value: number | readonly number[];
  /** Gradients of `f`, or where it is not a scalar, of the sum of its squares. */
  readonly gradients: readonly (readonly number[])[];
}

const at = (inputs: readonly number[][], index: number, shape: number[]): tf.Tensor =>
  tf.tensor(inputs[index]!, shape);

const { discriminator, nonSaturating, softmax, kl, pairwise, critic, wassersteinGenerator } = oracle;
const matching = oracle.meanFeatureMatching;
const sampling = oracle.reparameterize;

const reparameterizeCase = (form: 'consistent' | 'paper'): LossCase => ({
  name: `reparameterize, ${form}`,
  inputs: () => [at(sampling.inputs, 0, [3, 4]), at(sampling.inputs, 1, [3, 4])],
  f: (mean, logVar) =>
    reparameterize(
      mean as tf.Tensor2D,
      logVar as tf.Tensor2D,
      at(sampling.inputs, 2, [3, 4]) as tf.Tensor2D,
      form,
    ),
  value: sampling[form],
  gradients: sampling[`${form}Gradients`],
});

export const cases = {
  discriminatorLoss: {
    name: 'discriminatorLoss',
    inputs: () => [
      at(discriminator.inputs, 0, [6, 1]),
      at(discriminator.inputs, 1, [6, 1]),
      at(discriminator.inputs, 2, [4, 1]),
    ],
    f: (real, ...fakes) => discriminatorLoss(real!, ...fakes),
    value: discriminator.value,
    gradients: discriminator.gradients,
  },
  nonSaturatingGeneratorLoss: {
    name: 'nonSaturatingGeneratorLoss',
    inputs: () => [at(nonSaturating.inputs, 0, [7, 1])],
    f: (logits) => nonSaturatingGeneratorLoss(logits!),
    value: nonSaturating.value,
    gradients: nonSaturating.gradients,
  },
  meanFeatureMatching: {
    name: 'meanFeatureMatching',
    inputs: () => [at(matching.inputs, 1, [3, 4])],
    f: (fake) => meanFeatureMatching(at(matching.inputs, 0, [5, 4]) as tf.Tensor2D, fake as tf.Tensor2D),
    value: matching.value,
    gradients: matching.gradients.slice(1),
  },
  softmaxClassification: {
    name: 'softmaxClassification',
    inputs: () => [at(softmax.inputs, 0, [5, 3])],
    f: (logits) => softmaxClassification(logits as tf.Tensor2D, softmax.ids),
    value: softmax.value,
    gradients: softmax.gradients,
  },
  softmaxOfTensorIds: {
    name: 'softmaxClassification of int32 tensor ids',
    inputs: () => [at(softmax.inputs, 0, [5, 3])],
    f: (logits) => softmaxClassification(logits as tf.Tensor2D, tf.tensor1d(softmax.ids, 'int32')),
    value: softmax.value,
    gradients: softmax.gradients,
  },
  klDivergence: {
    name: 'klDivergence',
    inputs: () => [at(kl.inputs, 0, [3, 4]), at(kl.inputs, 1, [3, 4])],
    f: (mean, logVar) => klDivergence(mean as tf.Tensor2D, logVar as tf.Tensor2D),
    value: kl.quadrature,
    gradients: kl.gradients,
  },
  reparameterizeConsistent: reparameterizeCase('consistent'),
  reparameterizePaper: reparameterizeCase('paper'),
  pairwiseFeatureMatching: {
    name: 'pairwiseFeatureMatching',
    inputs: () => [at(pairwise.inputs, 1, [2, 3, 3, 2])],
    f: (fake) => pairwiseFeatureMatching(at(pairwise.inputs, 0, [2, 3, 3, 2]), fake!),
    value: pairwise.value,
    gradients: pairwise.gradients.slice(1),
  },
  criticLoss: {
    name: 'criticLoss',
    inputs: () => [at(critic.inputs, 0, [5, 1]), at(critic.inputs, 1, [3, 1])],
    f: (real, fake) => criticLoss(real!, fake!),
    value: critic.value,
    gradients: critic.gradients,
  },
  wassersteinGeneratorLoss: {
    name: 'wassersteinGeneratorLoss',
    inputs: () => [at(wassersteinGenerator.inputs, 0, [4, 1])],
    f: (fake) => wassersteinGeneratorLoss(fake!),
    value: wassersteinGenerator.value,
    gradients: wassersteinGenerator.gradients,
  },
} as const satisfies Record<string, LossCase>;

/** Value and gradients of a case on the current backend; the caller disposes them. */
export function evaluate({ inputs, f }: LossCase): { value: tf.Tensor; gradients: tf.Tensor[] } {
  return tf.tidy(() => {
    const xs = inputs();
    const value = f(...xs);
    // The gradient of sum(y^2) is that of y with 2 y as the gradient of y.
    const gradients = value.rank === 0 ? tf.grads(f)(xs) : tf.grads(f)(xs, tf.mul(value, 2));
    return { value, gradients };
  });
}

/** How many more tensors exist after ten runs than after the first; 0 without a leak. */
export function leakedTensors(run: () => void): number {
  run();
  const before = tf.memory().numTensors;
  for (let i = 0; i < 10; i++) run();
  return tf.memory().numTensors - before;
}
