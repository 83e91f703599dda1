// A small GAN by mean feature matching, with the networks of @cvg/nets and the losses of @cvg/losses. The same in Node and in a browser.
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs
import * as tf from '@tensorflow/tfjs-core';
import { discriminatorLoss, klDivergence, meanFeatureMatching } from '@cvg/losses';
import { buildNetworks } from '@cvg/nets';

const BATCH = 4;
const training = { statistics: 'batch' };

/** Two classes of grey images: bright in the upper or in the lower half. */
const realImages = () =>
  tf.tidy(() => {
    const halves = tf.concat([tf.ones([2, 16, 32, 1]), tf.neg(tf.ones([2, 16, 32, 1]))], 1);
    return tf.concat([halves, tf.reverse(halves, 1)]);
  });

/** Takes a few steps; resolves to the losses of each, and the generator that they made. */
export async function learn(steps) {
  const networks = buildNetworks({
    imageSize: 32,
    channels: 1,
    numClasses: 2,
    latentSize: 4,
    width: 1 / 16,
    seed: 0,
  });
  const { encoder, generator, discriminator } = networks;
  const classes = tf.tensor2d(
    [0, 0, 1, 1].flatMap((id) => (id === 0 ? [1, 0] : [0, 1])),
    [BATCH, 2],
  );
  const [real, rateD, rateG] = [realImages(), tf.train.sgd(0.05), tf.train.sgd(0.05)];
  const losses = [];
  for (let step = 0; step < steps; step++) {
    const z = tf.randomNormal([BATCH, 4], 0, 1, 'float32', 1 + step);
    const fake = () => generator.generate(z, classes, training);
    const d = rateD.minimize(
      () =>
        discriminatorLoss(
          discriminator.discriminate(real, training).logits,
          discriminator.discriminate(fake(), training).logits,
        ),
      true,
      [...discriminator.trainable.values()],
    );
    const g = rateG.minimize(
      () =>
        meanFeatureMatching(
          discriminator.discriminate(real, training).features,
          discriminator.discriminate(fake(), training).features,
        ),
      true,
      [...generator.trainable.values()],
    );
    const kl = tf.tidy(() => {
      const { mean, logVar } = encoder.encode(real, classes, training);
      return klDivergence(mean, logVar);
    });
    losses.push(await Promise.all([d, g, kl].map(async (loss) => (await loss.data())[0])));
    tf.dispose([z, d, g, kl]);
  }
  return { losses, generator };
}
