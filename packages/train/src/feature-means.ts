import { MovingFeatureMeans, type MovingFeatureMeansState } from '@cvg/losses';
import * as tf from '@tensorflow/tfjs-core';
import { sampleShape } from './step-inputs.js';
import type { TrainedNetworks } from './trained-networks.js';
import type { TrainingConfig } from './training-config.js';

/** Moving means of real and of generated features. */
export interface MeansPair {
  readonly real: MovingFeatureMeans;
  readonly fake: MovingFeatureMeans;
}

/** The moving means a recipe needs; part of the state of a training. */
export class FeatureMeans {
  /** Of f_D over all samples, where Eq. 2 uses moving means. */
  readonly discriminator: MeansPair | undefined;
  /** Of f_C in each class, for Eq. 4. */
  readonly classifier: MeansPair | undefined;

  constructor(config: TrainingConfig, { discriminator, classifier }: TrainedNetworks) {
    const { meanFeaturesD, movingMeans, numClasses, objective } = config;
    const pair = (classes: number, numFeatures: number): MeansPair => {
      const options = { numClasses: classes, numFeatures, ...movingMeans };
      return { real: new MovingFeatureMeans(options), fake: new MovingFeatureMeans(options) };
    };
    const sample = [1, ...sampleShape(config)];
    if (discriminator && meanFeaturesD === 'moving' && (objective.meanD ?? 0) > 0) {
      this.discriminator = pair(
        1,
        numFeatures(() => discriminator.discriminate(tf.zeros(sample)).features),
      );
    }
    if (classifier && (objective.meanC ?? 0) > 0) {
      this.classifier = pair(
        numClasses,
        numFeatures(() => classifier.classify(tf.zeros(sample)).features),
      );
    }
  }

  /** Makes permanent what a step prepared. */
  commit(): void {
    for (const means of this.#all().values()) means.commit();
  }

  /** Forgets what a step prepared. */
  discard(): void {
    for (const means of this.#all().values()) means.discard();
  }

  /** The permanent means by name, such as `classifier/real`. */
  async state(): Promise<
    Map<string, MovingFeatureMeansState & { readonly shape: readonly [number, number] }>
  > {
    const states = new Map<string, MovingFeatureMeansState & { readonly shape: readonly [number, number] }>();
    for (const [name, means] of this.#all()) {
      states.set(name, { ...(await means.state()), shape: [means.numClasses, means.numFeatures] });
    }
    return states;
  }

  /** Takes over such a state; the names must be the same. */
  restore(states: ReadonlyMap<string, MovingFeatureMeansState>): void {
    for (const [name, means] of this.#all()) {
      const state = states.get(name);
      if (state === undefined)
        throw new RangeError(`FeatureMeans.restore: expected the means ${name}, got none.`);
      means.restore(state);
    }
  }

  dispose(): void {
    for (const means of this.#all().values()) means.dispose();
  }

  #all(): Map<string, MovingFeatureMeans> {
    const { discriminator, classifier } = this;
    return new Map(
      Object.entries({ discriminator, classifier }).flatMap(([name, pair]) =>
        pair === undefined
          ? []
          : [
              [`${name}/real`, pair.real],
              [`${name}/fake`, pair.fake],
            ],
      ),
    );
  }
}

/** F of features `[1, F]`. */
function numFeatures(features: () => tf.Tensor2D): number {
  return tf.tidy(() => features().shape[1]);
}
