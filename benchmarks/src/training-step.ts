import {
  discriminatorLoss,
  klDivergence,
  meanFeatureMatching,
  pairwiseFeatureMatching,
  PAPER_LOSS_WEIGHTS,
  reparameterize,
  softmaxClassification,
  weightedObjective,
} from '@cvg/losses';
import {
  buildNetworks,
  MovingStatisticsUpdates,
  type Classifier,
  type Network,
  type Networks,
} from '@cvg/nets';
import * as tf from '@tensorflow/tfjs-core';

/** Size of the training step that is measured. */
export interface StepSize {
  readonly batch: number;
  readonly imageSize: 32 | 64 | 128;
  readonly channels: 1 | 3;
  readonly numClasses: number;
  readonly latentSize: number;
  readonly width: number;
}

const ADAM = {
  learningRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
  epsilon: 1e-8,
  correction1: 0.5,
  correction2: 1e-3,
};

const variablesOf = (...networks: readonly Network[]): tf.Variable[] =>
  networks.flatMap((network) => [...network.trainable.values()]);

/** Adam with the engine's fused kernel. */
class FusedAdam {
  private readonly slots = new Map<tf.Variable, readonly [tf.Variable, tf.Variable]>();

  apply(variables: readonly tf.Variable[], gradients: tf.NamedTensorMap): void {
    for (const variable of variables) {
      let slots = this.slots.get(variable);
      if (slots === undefined) {
        slots = [tf.variable(tf.zerosLike(variable), false), tf.variable(tf.zerosLike(variable), false)];
        this.slots.set(variable, slots);
      }
      const [m, v] = slots;
      const inputs = { parameter: variable, gradient: gradients[variable.name], m, v } as tf.NamedTensorMap;
      const moved = tf.engine().runKernel<tf.Tensor[]>('CvgAdamStep', inputs, ADAM);
      [variable, m, v].forEach((target, index) => target.assign(moved[index] as tf.Tensor));
      tf.dispose(moved);
    }
  }
}

/**
 * One step of a CVAE-GAN on random images: the same networks, passes, losses and updates as a real one (Algorithm 1 in
 * two backward passes), except that the class means of Eq. 4 are taken over the whole batch.
 */
export class TrainingStep {
  private readonly networks: Networks & { readonly classifier: Classifier };
  private readonly adam = new FusedAdam();
  private readonly images: tf.Tensor4D;
  private readonly classIds: tf.Tensor1D;
  private readonly classes: tf.Tensor2D;

  constructor(private readonly size: StepSize) {
    const { batch, imageSize, channels, numClasses } = size;
    const { classifier, ...networks } = buildNetworks({ ...size, seed: 1 });
    if (classifier === undefined) throw new RangeError('TrainingStep: numClasses must be at least 1.');
    this.networks = { ...networks, classifier };
    this.images = tf.randomUniform([batch, imageSize, imageSize, channels], -1, 1, 'float32', 1);
    this.classIds = tf.tensor1d(
      Array.from({ length: batch }, (_, index) => index % numClasses),
      'int32',
    );
    this.classes = tf.cast(tf.oneHot(this.classIds, numClasses), 'float32') as tf.Tensor2D;
  }

  /** Runs one step. */
  run(): void {
    const { encoder, generator, discriminator, classifier } = this.networks;
    const { images, classes, classIds } = this;
    const { batch, latentSize } = this.size;
    const updates = new MovingStatisticsUpdates();
    const training = { statistics: 'batch', movingStatistics: updates } as const;
    const normal = (seed: number): tf.Tensor2D => tf.randomNormal([batch, latentSize], 0, 1, 'float32', seed);
    const [noise, prior] = [normal(1), normal(2)];
    const real = tf.tidy(() => ({
      discriminator: discriminator.discriminate(images, { statistics: 'batch' }).features,
      classifier: classifier.classify(images).features,
    }));
    let fakes: readonly tf.Tensor[] = [];
    const generative = tf.variableGrads(
      () => {
        const { mean, logVar } = encoder.encode(images, classes, training);
        const latent = reparameterize(mean, logVar, noise);
        const reconstructed = generator.generate(latent, classes, training);
        const sampled = generator.generate(prior, classes, training);
        fakes = [tf.keep(tf.clone(reconstructed)), tf.keep(tf.clone(sampled))];
        const judged = (x: tf.Tensor): tf.Tensor2D =>
          discriminator.discriminate(x, { statistics: 'batch' }).features;
        const classified = (x: tf.Tensor): tf.Tensor2D => classifier.classify(x).features;
        const pairwise: tf.Scalar = tf.addN([
          pairwiseFeatureMatching(images, reconstructed),
          pairwiseFeatureMatching(real.discriminator, judged(reconstructed)),
          pairwiseFeatureMatching(real.classifier, classified(reconstructed)),
        ]);
        const terms = {
          kl: klDivergence(mean, logVar),
          pairwise,
          meanD: meanFeatureMatching(real.discriminator, judged(sampled)),
          meanC: meanFeatureMatching(real.classifier, classified(sampled)),
        };
        return weightedObjective(terms, PAPER_LOSS_WEIGHTS);
      },
      variablesOf(encoder, generator),
    );
    const judging = tf.variableGrads(
      () => {
        const logits = [images, ...fakes].map((x) => discriminator.discriminate(x, training).logits);
        const [realLogits, ...fakeLogits] = logits as [tf.Tensor2D, ...tf.Tensor2D[]];
        const classification = classifier.classify(images, { ...training, dropoutSeed: 1 }).logits;
        return tf.add<tf.Scalar>(
          discriminatorLoss(realLogits, ...fakeLogits),
          softmaxClassification(classification, classIds),
        );
      },
      variablesOf(discriminator, classifier),
    );
    this.adam.apply(variablesOf(encoder, generator), generative.grads);
    this.adam.apply(variablesOf(discriminator, classifier), judging.grads);
    updates.commit();
    tf.dispose([generative.value, generative.grads, judging.value, judging.grads]);
    tf.dispose([noise, prior, real, ...fakes]);
  }
}
