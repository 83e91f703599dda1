/**
 * A small GAN as one finds it in many places: eight Gaussians on a circle, cross entropy for both sides.
 *
 * Run: node examples/feature-matching/dist/before.js [--steps 6000] [--seed 0]
 * (built before, by `npm test`)
 * Expect: a minute on two busy cores. 1 to 3 of the 8 modes are found (1.8 on average over the seeds 0 to 4), with 89 % of the samples in
 * one: the generator has collapsed.
 */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { describe, drawReal, readOptions } from './eight-gaussians.js';

const { steps, seed } = readOptions();
const [batchSize, latentSize] = [64, 16];
tf.enableProdMode(); // no advice to install tfjs-node
await tf.setBackend('wasm');

// Networks.
let draws = seed * 1e6;
const draw = (count: number): tf.Tensor2D => tf.randomNormal([count, latentSize], 0, 1, 'float32', ++draws);
const dense = (units: number, inputSize: number, activation?: 'relu'): tf.layers.Layer =>
  tf.layers.dense({
    ...{ units, activation, inputShape: [inputSize] },
    kernelInitializer: tf.initializers.heNormal({ seed: ++draws }),
  });
const generator = tf.sequential({
  layers: [dense(64, latentSize, 'relu'), dense(64, 64, 'relu'), dense(2, 64)],
});
const discriminator = tf.sequential({
  layers: [dense(64, 2, 'relu'), dense(64, 64, 'relu'), dense(1, 64)],
});
const generate = (noise: tf.Tensor): tf.Tensor2D => generator.apply(noise) as tf.Tensor2D;
const logitsOf = (points: tf.Tensor): tf.Tensor2D => discriminator.apply(points) as tf.Tensor2D;
const variablesOf = (model: tf.LayersModel): tf.Variable[] =>
  model.trainableWeights
    .map((weight) => weight.read())
    .filter((tensor): tensor is tf.Variable => tensor instanceof tf.Variable);

// Training.
const optimizerD = tf.train.adam(0.004, 0.5);
const optimizerG = tf.train.adam(0.002, 0.5);
for (let step = 1; step <= steps; step++) {
  tf.tidy(() => {
    const [real, noise] = [drawReal(batchSize, ++draws), draw(batchSize)];
    optimizerD.minimize(
      () => {
        const [realLogits, fakeLogits] = [logitsOf(real), logitsOf(generate(noise))];
        return tf.add(
          tf.losses.sigmoidCrossEntropy(tf.onesLike(realLogits), realLogits),
          tf.losses.sigmoidCrossEntropy(tf.zerosLike(fakeLogits), fakeLogits),
        );
      },
      false,
      variablesOf(discriminator),
    );
    optimizerG.minimize(
      () => {
        const fakeLogits = logitsOf(generate(noise));
        return tf.losses.sigmoidCrossEntropy(tf.onesLike(fakeLogits), fakeLogits);
      },
      false,
      variablesOf(generator),
    );
  });
  if (step % 2000 === 0 || step === steps) {
    const samples = tf.tidy(() => generate(draw(2000)));
    console.log(`step ${step}: ${await describe(samples)}`);
    samples.dispose();
  }
}
