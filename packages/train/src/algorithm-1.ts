import {
  clipWeights,
  criticLoss,
  discriminatorLoss,
  softmaxClassification,
  weightedObjective,
} from '@cvg/losses';
import { MovingStatisticsUpdates } from '@cvg/nets';
import * as tf from '@tensorflow/tfjs-core';
import { adversarialStep, adversarialTraining } from './adversarial-step.js';
import { discriminateEach } from './discriminate-each.js';
import type { Losses } from './events.js';
import { generate, generativeTerms, type Generated } from './generative-side.js';
import { assertFinite } from './non-finite-loss-error.js';
import { CRITIC, isGeneratorStep, type GenerativeTerm } from './recipes.js';
import { stepInputs, type StepInputs } from './step-inputs.js';
import { networkEntries, type NetworkName } from './trained-networks.js';
import type { TrainingBatch } from './training-data.js';
import type { TrainingState } from './training-state.js';
import { updateAverage } from './weight-average.js';

/** One backward pass: its losses, and gradients by the names tfjs gives variables. */
interface Side {
  readonly losses: Readonly<Partial<Record<keyof Losses, tf.Scalar>>>;
  readonly gradients: Readonly<tf.NamedTensorMap>;
}

/**
 * One iteration of Algorithm 1. Its four gradients are taken at the same parameters, in two backward passes: that of E and G
 * from `l1 L_KL + l2 L_G + l3 L_GD + l4 L_GC` (L_GD and L_GC do not depend on E), that of D and C from `L_D + L_C` (which share
 * no parameter). Then all four update, and with them moving statistics, moving means and the averaged G.
 * @param step - Counts from 1.
 * @param onGradients - Is shown all gradients, by the names of their variables, before anything moves.
 * @throws {NonFiniteLossError} before anything has changed.
 */
export async function iterate(
  state: TrainingState,
  batch: TrainingBatch,
  step: number,
  onGradients?: (gradients: Readonly<tf.NamedTensorMap>) => Promise<void>,
): Promise<Losses> {
  const adversarial = adversarialTraining(state);
  if (adversarial !== undefined && onGradients === undefined)
    return adversarialStep(state, adversarial, batch, step); // the same, in one kernel
  const { config, networks, optimizers, means } = state;
  const updates = new MovingStatisticsUpdates();
  const scope: tf.TensorContainer[] = [];
  try {
    const inputs = stepInputs(state, batch, step); // lines 2 and 7
    scope.push(inputs.tensors);
    const { generated, ...generative } = generativeSide(state, inputs, updates, step); // lines 4-8, 10-14
    scope.push({ ...generated }, { ...generative.losses }, { ...generative.gradients });
    const judging = judgingSide(state, inputs, generated, updates); // lines 3 and 9
    scope.push({ ...judging.losses }, { ...judging.gradients });

    const losses = await readLosses({ ...generative.losses, ...judging.losses });
    assertFinite(losses, step);
    await onGradients?.({ ...generative.gradients, ...judging.gradients });

    for (const [name] of networkEntries(networks)) {
      const { gradients } = name === 'generator' || name === 'encoder' ? generative : judging;
      if (Object.keys(gradients).length > 0) optimizers.get(name)?.apply(gradients); // lines 15-18
    }
    if (state.recipe.discriminator === 'wasserstein') {
      clipWeights(variablesOf(state, 'discriminator'), CRITIC.clip);
    }
    updates.commit();
    means.commit();
    if (isGeneratorStep(state.recipe, step)) {
      const numUpdates = optimizers.get('generator')?.numUpdates ?? 0;
      updateAverage(state.averagedGenerator, networks.generator, config.averageDecay, numUpdates);
    }
    return losses;
  } finally {
    updates.dispose();
    means.discard();
    tf.dispose(scope);
  }
}

function variablesOf({ networks }: TrainingState, ...names: NetworkName[]): tf.Variable[] {
  return names.flatMap((name) => [...(networks[name]?.trainable.values() ?? [])]);
}

/** Lines 4 to 8 and 10 to 14: the losses of E and G with their gradients, and x_f and x_p. */
function generativeSide(
  state: TrainingState,
  inputs: StepInputs,
  updates: MovingStatisticsUpdates,
  step: number,
): Side & { readonly generated: Generated } {
  if (!isGeneratorStep(state.recipe, step)) {
    return {
      generated: tf.tidy(() => imagesOf(generate(state, inputs, updates))),
      losses: {},
      gradients: {},
    };
  }
  const kept: { generated?: Generated; losses?: Side['losses'] } = {};
  const { value, grads } = tf.variableGrads(
    () => {
      const generated = generate(state, inputs, updates);
      const terms = generativeTerms(state, inputs, generated);
      kept.generated = keepEach(imagesOf(generated));
      kept.losses = keepEach(terms);
      return weightedObjective(terms, state.config.objective as Record<GenerativeTerm, number>);
    },
    variablesOf(state, 'encoder', 'generator'),
  );
  value.dispose();
  const { generated = {}, losses = {} } = kept;
  return { generated, losses, gradients: grads };
}

/** Lines 3 and 9: the losses of D and C with their gradients; x_f and x_p are constants here. */
function judgingSide(
  state: TrainingState,
  { real, realIds, dropoutSeed }: StepInputs,
  { reconstructions, samples }: Generated,
  updates: MovingStatisticsUpdates,
): Side {
  const { networks, recipe, config } = state;
  const { discriminator, classifier } = networks;
  if (!discriminator && !classifier) return { losses: {}, gradients: {} };
  let losses: Side['losses'] = {};
  const { value, grads } = tf.variableGrads(
    () => {
      const terms: { discriminator?: tf.Scalar; classifier?: tf.Scalar } = {};
      if (discriminator && samples) {
        const fakes = {
          reconstructions: config.reconstructionsAreFakes ? reconstructions : undefined,
          samples,
        };
        const judged = discriminateEach(discriminator, { real, ...fakes }, config, updates);
        const fakeLogits = [judged.reconstructions, judged.samples].flatMap((fake) => fake?.logits ?? []);
        terms.discriminator =
          recipe.discriminator === 'wasserstein'
            ? criticLoss(judged.real.logits, tf.concat(fakeLogits, 0))
            : discriminatorLoss(judged.real.logits, ...fakeLogits);
      }
      if (classifier) {
        const { logits } = classifier.classify(real, {
          ...{ statistics: 'batch', movingStatistics: updates, dropoutSeed },
        });
        terms.classifier = softmaxClassification(logits, realIds);
      }
      losses = keepEach(terms);
      return tf.addN<tf.Scalar>(Object.values(terms));
    },
    variablesOf(state, 'discriminator', 'classifier'),
  );
  value.dispose();
  return { losses, gradients: grads };
}

/** x_f and x_p alone. */
function imagesOf({ reconstructions, samples }: Generated): {
  reconstructions?: tf.Tensor;
  samples?: tf.Tensor;
} {
  return { ...(reconstructions && { reconstructions }), ...(samples && { samples }) };
}

/** Copies that outlive the tape; the caller disposes them. */
function keepEach<T extends object>(tensors: T): T {
  const entries = Object.entries(tensors).map(([name, tensor]) => [
    name,
    tensor instanceof tf.Tensor ? tf.keep(tf.clone(tensor)) : undefined,
  ]);
  return Object.fromEntries(entries) as T;
}

/** All losses in one read. */
async function readLosses(losses: Side['losses']): Promise<Losses> {
  const scalars = Object.entries(losses);
  const stacked = tf.stack(scalars.map(([, loss]) => loss));
  try {
    const values = await stacked.data();
    return Object.fromEntries(scalars.map(([name], index) => [name, values[index] ?? NaN]));
  } finally {
    stacked.dispose();
  }
}
