import {
  klDivergence,
  meanFeatureMatching,
  nonSaturatingGeneratorLoss,
  pairwiseFeatureMatching,
  perClassMeanFeatureMatching,
  reparameterize,
  softmaxClassification,
  wassersteinGeneratorLoss,
} from '@cvg/losses';
import type { ForwardOptions, LogitsAndFeatures, MovingStatisticsUpdates, Posterior } from '@cvg/nets';
import type * as tf from '@tensorflow/tfjs-core';
import { discriminateEach } from './discriminate-each.js';
import { hasSamples, type GenerativeTerm } from './recipes.js';
import type { StepInputs } from './step-inputs.js';
import type { TrainingState } from './training-state.js';

/** What E and G make of a batch. */
export interface Generated {
  /** x_f = G(z, c_r), z from q(z | x_r, c_r). */
  readonly reconstructions?: tf.Tensor;
  /** x_p = G(z_p, c_p). */
  readonly samples?: tf.Tensor;
}

/** {@link Generated}, and where it came from. */
export interface Generation extends Generated {
  /** mean and e of q(z | x_r, c_r). */
  readonly posterior?: Posterior;
}

/** Lines 4, 6 and 8 of Algorithm 1. @param updates - Collects the batch statistics of E and G. */
export function generate(
  { networks: { encoder, generator }, recipe, config }: TrainingState,
  inputs: StepInputs,
  updates: MovingStatisticsUpdates,
): Generation {
  const training: ForwardOptions = { statistics: 'batch', movingStatistics: updates };
  const posterior = encoder?.encode(inputs.real, inputs.realClasses, training);
  const z =
    posterior &&
    reparameterize(posterior.mean, posterior.logVar, inputs.noise as tf.Tensor2D, config.latentSampling);
  return {
    posterior,
    reconstructions: z && generator.generate(z, inputs.realClasses, training),
    samples: hasSamples(recipe)
      ? generator.generate(inputs.priorLatents, inputs.priorClasses, training)
      : undefined,
  };
}

/**
 * Lines 5 and 10 to 14: the terms of E and G. A term of weight 0 is left out. D and C normalise by batch statistics or
 * moving ones as the config says, and collect none of them. The moving means of Eq. 4 are prepared, not committed.
 */
export function generativeTerms(
  { networks: { discriminator, classifier }, recipe, config, means }: TrainingState,
  inputs: StepInputs,
  { posterior, reconstructions, samples }: Generation,
): Partial<Record<GenerativeTerm, tf.Scalar>> {
  const { real, realIds, priorIds } = inputs;
  const weighs = (term: GenerativeTerm): boolean => (config.objective[term] ?? 0) > 0;
  const terms: Partial<Record<GenerativeTerm, tf.Scalar>> = {};

  if (posterior && weighs('kl')) terms.kl = klDivergence(posterior.mean, posterior.logVar);
  if (reconstructions && weighs('pixels')) terms.pixels = pairwiseFeatureMatching(real, reconstructions);

  if (discriminator && (weighs('featuresD') || weighs('meanD') || weighs('adversarial'))) {
    const judged = discriminateEach(discriminator, { real, reconstructions, samples }, config);
    if (judged.reconstructions && weighs('featuresD')) {
      terms.featuresD = pairwiseFeatureMatching(judged.real.features, judged.reconstructions.features);
    }
    if (judged.samples && weighs('meanD')) {
      terms.meanD = means.discriminator
        ? perClassMeanFeatureMatching(
            means.discriminator.real.prepare(judged.real.features),
            means.discriminator.fake.prepare(judged.samples.features),
          )
        : meanFeatureMatching(judged.real.features, judged.samples.features);
    }
    if (judged.samples && weighs('adversarial')) {
      const generatorLoss =
        recipe.discriminator === 'wasserstein' ? wassersteinGeneratorLoss : nonSaturatingGeneratorLoss;
      terms.adversarial = generatorLoss(judged.samples.logits);
    }
  }

  if (classifier) {
    const classify = (x: tf.Tensor): LogitsAndFeatures =>
      classifier.classify(x, { statistics: config.classifierStatistics });
    const realFeatures = weighs('featuresC') || weighs('meanC') ? classify(real).features : undefined;
    if (realFeatures && reconstructions && weighs('featuresC')) {
      terms.featuresC = pairwiseFeatureMatching(realFeatures, classify(reconstructions).features);
    }
    if (samples && (weighs('meanC') || weighs('classification'))) {
      const { logits, features } = classify(samples);
      if (realFeatures && means.classifier && weighs('meanC')) {
        terms.meanC = perClassMeanFeatureMatching(
          means.classifier.real.prepare(realFeatures, realIds),
          means.classifier.fake.prepare(features, priorIds),
        );
      }
      if (weighs('classification')) terms.classification = softmaxClassification(logits, priorIds);
    }
  }
  return terms;
}
