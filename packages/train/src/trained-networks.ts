import {
  buildClassifier,
  buildDiscriminator,
  buildEncoder,
  buildGenerator,
  type Classifier,
  type Discriminator,
  type Encoder,
  type Generator,
  type GeneratorSpec,
} from '@cvg/nets';
import { hasClassifier, hasEncoder, type Recipe } from './recipes.js';
import type { TrainingConfig } from './training-config.js';

/** The networks a recipe trains. */
export interface TrainedNetworks {
  readonly generator: Generator;
  readonly encoder?: Encoder;
  readonly discriminator?: Discriminator;
  readonly classifier?: Classifier;
}

/** E, G, D or C, by name. */
export type NetworkName = keyof TrainedNetworks;

/** The spec of G for a config; the averaged G has the same. */
export function generatorSpec({ networks, seed, numClasses }: TrainingConfig, recipe: Recipe): GeneratorSpec {
  const classes = recipe.conditional ? numClasses : 0;
  if (networks.kind === 'mlp') {
    const { dataSize, hiddenSizes, latentSize } = networks;
    return {
      ...{ architecture: 'mlp', role: 'generator', dataSize, hiddenSizes, latentSize, seed },
      numClasses: classes,
    };
  }
  const { imageSize, channels, width, latentSize, upsampling } = networks;
  return {
    ...{ architecture: 'deconv', imageSize, channels, width, latentSize, upsampling, seed },
    numClasses: classes,
  };
}

/** Builds the networks that a recipe needs; the caller disposes each. */
export function buildTrainedNetworks(config: TrainingConfig, recipe: Recipe): TrainedNetworks {
  const { networks, numClasses, seed } = config;
  const classes = recipe.conditional ? numClasses : 0;
  const generator = buildGenerator(generatorSpec(config, recipe));
  if (networks.kind === 'mlp') {
    const { dataSize, hiddenSizes, latentSize } = networks;
    const shared = { architecture: 'mlp', dataSize, hiddenSizes, seed } as const;
    return {
      generator,
      ...(hasEncoder(recipe) && {
        encoder: buildEncoder({ ...shared, role: 'encoder', latentSize, numClasses: classes }),
      }),
      ...(recipe.discriminator && {
        discriminator: buildDiscriminator({ ...shared, role: 'discriminator' }),
      }),
      ...(hasClassifier(recipe) && {
        classifier: buildClassifier({ ...shared, role: 'classifier', numClasses }),
      }),
    };
  }
  const { imageSize, channels, width, latentSize, discriminatorFeatures, classifierFeatures } = networks;
  const shared = { imageSize, channels, width, seed };
  return {
    generator,
    ...(hasEncoder(recipe) && {
      encoder: buildEncoder({ architecture: 'googlenet', ...shared, latentSize, numClasses: classes }),
    }),
    ...(recipe.discriminator && {
      discriminator: buildDiscriminator({
        ...{ architecture: 'dcgan', ...shared, featureLayers: discriminatorFeatures },
      }),
    }),
    ...(hasClassifier(recipe) && {
      classifier: buildClassifier({
        ...{ architecture: 'alexnet', ...shared, numClasses, featureLayers: classifierFeatures },
      }),
    }),
  };
}

/** The networks there are, by name, in the order of lines 15 to 18: C, D, G, E. */
export function networkEntries(
  networks: TrainedNetworks,
): [NetworkName, Generator | Encoder | Discriminator | Classifier][] {
  const names: NetworkName[] = ['classifier', 'discriminator', 'generator', 'encoder'];
  return names.flatMap((name) => {
    const network = networks[name];
    return network === undefined ? [] : [[name, network] as [NetworkName, typeof network]];
  });
}
