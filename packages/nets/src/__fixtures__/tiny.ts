import * as tf from '@tensorflow/tfjs-core';
import { seededNormal, seededUniform } from '@cvg/test-utils';
import { buildClassifier, buildDiscriminator, buildEncoder, buildGenerator } from '../build-network.js';
import type { Network } from '../types.js';

/** The smallest set of image networks, for plain JavaScript convolutions. */
export const TINY = { imageSize: 32, channels: 1, width: 1 / 32, seed: 3 } as const;
export const NUM_CLASSES = 3;
export const LATENT_SIZE = 4;

export const tinyEncoder = () =>
  buildEncoder({ architecture: 'googlenet', ...TINY, numClasses: NUM_CLASSES, latentSize: LATENT_SIZE });
export const tinyGenerator = (upsampling: 'deconv' | 'nearest' = 'deconv') =>
  buildGenerator({
    architecture: 'deconv',
    ...TINY,
    numClasses: NUM_CLASSES,
    latentSize: LATENT_SIZE,
    upsampling,
  });
export const tinyDiscriminator = () => buildDiscriminator({ architecture: 'dcgan', ...TINY });
export const tinyClassifier = () =>
  buildClassifier({ architecture: 'alexnet', ...TINY, numClasses: NUM_CLASSES });

export const images = (batch: number, seed = 1, channels = 1): tf.Tensor4D =>
  tf.tensor4d(seededUniform(batch * 32 * 32 * channels, seed, -1, 1), [batch, 32, 32, channels]);
export const latents = (batch: number, seed = 2): tf.Tensor2D =>
  tf.tensor2d(seededNormal(batch * LATENT_SIZE, seed), [batch, LATENT_SIZE]);
export const oneHot = (ids: readonly number[]): tf.Tensor2D =>
  tf.tensor2d(ids.map((id) => Array.from({ length: NUM_CLASSES }, (_, k) => (k === id ? 1 : 0))));

/** Values of all variables, by name. */
export const valuesOf = (network: Network): Map<string, number[]> =>
  new Map(
    [...network.trainable, ...network.statistics].map(([name, variable]) => [
      name,
      Array.from(variable.dataSync()),
    ]),
  );

/** Gives every variable another value, so that scales of 1, offsets of 0 and such do not hide mistakes; ReLUs stay alive. */
export function scramble(network: Network, seed: number): void {
  let next = seed;
  for (const [name, variable] of [...network.trainable, ...network.statistics]) {
    const draws = seededNormal(variable.size, next++);
    const values = variable.dataSync().map((value, i) => {
      const draw = draws[i]!;
      if (name.endsWith('/kernel')) return value + 0.1 * draw;
      if (name.endsWith('/movingMean')) return 0.1 * draw;
      return value + 0.2 * Math.abs(draw); // variances, scales, offsets, biases
    });
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
}
