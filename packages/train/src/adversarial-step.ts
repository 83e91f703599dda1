import { hasKernel } from '@cvg/nets';
import * as tf from '@tensorflow/tfjs-core';
import type { Losses } from './events.js';
import { assertFinite } from './non-finite-loss-error.js';
import type { Optimizer } from './optimizer.js';
import { CRITIC, isGeneratorStep } from './recipes.js';
import { stepInputs } from './step-inputs.js';
import type { TrainedNetworks } from './trained-networks.js';
import type { TrainingBatch } from './training-data.js';
import type { TrainingState } from './training-state.js';
import { keptShare } from './weight-average.js';

/**
 * A whole iteration of two multilayer perceptrons, where an engine has it. Their arithmetic takes a fraction of a millisecond, and
 * the two hundred ops of the same step as much again several times.
 *
 * Inputs: `real [B, D]`, `latents [B, Z]`, and lists of variables: `generator` and `discriminator` (kernel and bias of each layer;
 * ReLU between layers), `generatorSlots` and `discriminatorSlots` (what the optimiser remembers, parameter by parameter),
 * `averagedGenerator`. Attributes: `objective` of G (`'adversarial'` or `'meanFeatures'`, of D's last hidden layer) and its
 * `weight`; whether D is a Wasserstein `critic`, and the `clip` of its weights; whether this step `movesGenerator`; the
 * optimiser's name as `optimizer` with its constants, and which update this is of G and of D (from 1); `keep`, the share that G's
 * average keeps.
 *
 * Output: the loss of D, and of G (unweighted) if it moves. If they are finite, the variables have moved, in place: what shares
 * their memory would move along.
 */
const FUSED = 'CvgAdversarialStep';

/** The networks and the term that such an iteration has, for a training that it can take over. */
interface AdversarialTraining {
  readonly term: 'adversarial' | 'meanD';
  readonly weight: number;
  readonly generator: TrainedNetworks['generator'];
  readonly discriminator: NonNullable<TrainedNetworks['discriminator']>;
}

/** What the fused iteration needs to know; undefined for a training or an engine that takes the ordinary one. */
export function adversarialTraining(state: TrainingState): AdversarialTraining | undefined {
  const { config, recipe, networks, means } = state;
  const { generator, discriminator, encoder, classifier } = networks;
  const terms = Object.entries(config.objective).filter(([, weight]) => weight > 0);
  const [term, weight = 0] = terms.length === 1 ? (terms[0] ?? []) : [];
  if (config.networks.kind !== 'mlp' || recipe.conditional) return;
  if (encoder || classifier || !discriminator || means.discriminator) return;
  if (!(term === 'adversarial' || term === 'meanD') || !hasKernel(FUSED)) return;
  return { term, weight, generator, discriminator };
}

/** One iteration of Algorithm 1 as `iterate` takes it, in one kernel. */
export async function adversarialStep(
  state: TrainingState,
  { term, weight, generator, discriminator }: AdversarialTraining,
  batch: TrainingBatch,
  step: number,
): Promise<Losses> {
  const { config, recipe, optimizers, averagedGenerator } = state;
  const [ofG, ofD] = [optimizers.get('generator'), optimizers.get('discriminator')] as [Optimizer, Optimizer];
  const movesGenerator = isGeneratorStep(recipe, step);
  const { real, priorLatents, tensors } = stepInputs(state, batch, step);
  const inputs = {
    generator: exclusive(generator.trainable.values()),
    generatorSlots: exclusive(ofG.slots.values()),
    averagedGenerator: exclusive(averagedGenerator.trainable.values()),
    discriminator: exclusive(discriminator.trainable.values()),
    discriminatorSlots: exclusive(ofD.slots.values()),
  };
  const { name: optimizer, ...constants } = config.optimizer;
  const output = tf.engine().runKernel<tf.Tensor>(
    FUSED,
    { real, latents: priorLatents, ...inputs } as unknown as tf.NamedTensorMap, // lists are beyond its type
    {
      ...{ objective: term === 'meanD' ? 'meanFeatures' : term, weight, movesGenerator },
      ...{ critic: recipe.discriminator === 'wasserstein', clip: CRITIC.clip },
      ...{ optimizer, ...constants },
      ...{ generatorUpdates: ofG.numUpdates + 1, discriminatorUpdates: ofD.numUpdates + 1 },
      keep: keptShare(config.averageDecay, ofG.numUpdates + 1),
    },
  );
  try {
    const [ofDiscriminator = NaN, ofGenerator = NaN] = await output.data();
    const losses = { ...(movesGenerator && { [term]: ofGenerator }), discriminator: ofDiscriminator };
    assertFinite(losses, step);
    ofD.numUpdates++;
    if (movesGenerator) ofG.numUpdates++;
    return losses;
  } finally {
    tf.dispose([output, tensors]);
  }
}

/** Variables that share their memory with no other tensor: those that do get a copy of it. */
function exclusive(variables: Iterable<tf.Variable>): tf.Variable[] {
  const backend = tf.backend();
  return [...variables].map((variable) => {
    if (backend.refCount(variable.dataId) > 1) tf.tidy(() => variable.assign(tf.add(variable, 0)));
    return variable;
  });
}
