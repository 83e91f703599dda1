import type { Discriminator, LogitsAndFeatures, MovingStatisticsUpdates } from '@cvg/nets';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingConfig } from './training-config.js';

/** x_r and the fakes there are. */
export interface Judged<T> {
  readonly real: T;
  readonly reconstructions: T | undefined;
  readonly samples: T | undefined;
}

/**
 * D of x_r, x_f and x_p with the statistics of the batch: of each for itself (`'separate'`), or of the three together
 * (`'joint'`).
 * @param updates - Collects the statistics of x_r, and only those: no fake moves a moving statistic of D. Among joint batches
 *   there is none of x_r alone, and so none is collected.
 */
export function discriminateEach(
  discriminator: Discriminator,
  { real, reconstructions, samples }: Judged<tf.Tensor>,
  { discriminatorBatchNorm }: Pick<TrainingConfig, 'discriminatorBatchNorm'>,
  updates?: MovingStatisticsUpdates,
): Judged<LogitsAndFeatures> {
  const statistics = 'batch';
  if (discriminatorBatchNorm === 'separate') {
    const fake = (x: tf.Tensor | undefined): LogitsAndFeatures | undefined =>
      x && discriminator.discriminate(x, { statistics });
    return {
      real: discriminator.discriminate(real, { statistics, movingStatistics: updates }),
      reconstructions: fake(reconstructions),
      samples: fake(samples),
    };
  }
  const batches = [real, reconstructions, samples].filter((x) => x !== undefined);
  const sizes = batches.map((x) => x.shape[0]);
  const { logits, features } = discriminator.discriminate(tf.concat(batches, 0), { statistics });
  const [logitsOf, featuresOf] = [tf.split(logits, sizes), tf.split(features, sizes)];
  const parts = sizes.map((_, index) => ({
    logits: logitsOf[index] as tf.Tensor2D,
    features: featuresOf[index] as tf.Tensor2D,
  }));
  return {
    real: parts[0] as LogitsAndFeatures,
    reconstructions: reconstructions && parts[1],
    samples: samples && parts.at(-1),
  };
}
