import { buildAlexNetClassifier } from './networks/alexnet-classifier.js';
import { buildDcganDiscriminator } from './networks/dcgan-discriminator.js';
import { buildDeconvGenerator } from './networks/deconv-generator.js';
import { buildGoogLeNetEncoder } from './networks/googlenet-encoder.js';
import {
  buildMlpClassifier,
  buildMlpDiscriminator,
  buildMlpEncoder,
  buildMlpGenerator,
} from './networks/mlp.js';
import type { InitialWeights } from './parameters.js';
import type { ClassifierSpec, DiscriminatorSpec, EncoderSpec, GeneratorSpec, NetworkSpec } from './specs.js';
import type { Classifier, Discriminator, Encoder, Generator, Network } from './types.js';

/** Refuses a spec of another network, which JSON or JavaScript may bring. */
function unknownArchitecture(name: string, expected: string, spec: never): never {
  const { architecture, role } = spec as { architecture?: unknown; role?: unknown };
  const got = [architecture, role].filter((part) => part !== undefined).map((part) => JSON.stringify(part));
  throw new RangeError(`${name}: spec.architecture: expected ${expected}, got ${got.join(' ') || 'none'}.`);
}

/**
 * E, with weights drawn from `spec.seed`; the caller disposes it.
 * @param spec - What {@link EncoderSpec} says: architecture, sizes, classes, seed.
 * @returns E, in inference until a pass says otherwise.
 * @throws {RangeError} when the spec names something that does not exist; likewise the other builders.
 */
export function buildEncoder(spec: EncoderSpec): Encoder {
  switch (spec.architecture) {
    case 'googlenet':
      return buildGoogLeNetEncoder(spec, 'seeded');
    case 'mlp':
      return buildMlpEncoder(spec, 'seeded');
    default:
      return unknownArchitecture('buildEncoder', "'googlenet' or 'mlp'", spec);
  }
}

/**
 * G, with weights drawn from `spec.seed`; the caller disposes it.
 * @param spec - What {@link GeneratorSpec} says: architecture, sizes, classes, seed.
 * @returns G; images in [-1, 1], points of an MLP are unbounded.
 * @throws {RangeError} when the spec names something that does not exist.
 */
export function buildGenerator(spec: GeneratorSpec): Generator {
  switch (spec.architecture) {
    case 'deconv':
      return buildDeconvGenerator(spec, 'seeded');
    case 'mlp':
      return buildMlpGenerator(spec, 'seeded');
    default:
      return unknownArchitecture('buildGenerator', "'deconv' or 'mlp'", spec);
  }
}

/**
 * D, with weights drawn from `spec.seed`; the caller disposes it.
 * @param spec - What {@link DiscriminatorSpec} says: architecture, sizes, layers of features, seed.
 * @returns D; logits without a sigmoid.
 * @throws {RangeError} when the spec names something that does not exist.
 */
export function buildDiscriminator(spec: DiscriminatorSpec): Discriminator {
  switch (spec.architecture) {
    case 'dcgan':
      return buildDcganDiscriminator(spec, 'seeded');
    case 'mlp':
      return buildMlpDiscriminator(spec, 'seeded');
    default:
      return unknownArchitecture('buildDiscriminator', "'dcgan' or 'mlp'", spec);
  }
}

/**
 * C, with weights drawn from `spec.seed`; the caller disposes it.
 * @param spec - What {@link ClassifierSpec} says: architecture, sizes, classes, layers of features, seed.
 * @returns C; logits without a softmax.
 * @throws {RangeError} when the spec names something that does not exist.
 */
export function buildClassifier(spec: ClassifierSpec): Classifier {
  switch (spec.architecture) {
    case 'alexnet':
      return buildAlexNetClassifier(spec, 'seeded');
    case 'mlp':
      return buildMlpClassifier(spec, 'seeded');
    default:
      return unknownArchitecture('buildClassifier', "'alexnet' or 'mlp'", spec);
  }
}

/** Any network from its spec. @param weights - `'seeded'` or the values of a file. */
export function buildAny(spec: NetworkSpec, weights: InitialWeights): Network {
  switch (spec.architecture) {
    case 'googlenet':
      return buildGoogLeNetEncoder(spec, weights);
    case 'deconv':
      return buildDeconvGenerator(spec, weights);
    case 'dcgan':
      return buildDcganDiscriminator(spec, weights);
    case 'alexnet':
      return buildAlexNetClassifier(spec, weights);
    case 'mlp':
      return buildAnyMlp(spec, weights);
    default:
      return unknownArchitecture('buildNetwork', 'a known one', spec);
  }
}

function buildAnyMlp(spec: Extract<NetworkSpec, { architecture: 'mlp' }>, weights: InitialWeights): Network {
  switch (spec.role) {
    case 'encoder':
      return buildMlpEncoder(spec, weights);
    case 'generator':
      return buildMlpGenerator(spec, weights);
    case 'discriminator':
      return buildMlpDiscriminator(spec, weights);
    case 'classifier':
      return buildMlpClassifier(spec, weights);
    default:
      return unknownArchitecture('buildNetwork', 'a known role', spec);
  }
}

/**
 * The network a spec describes, with weights drawn from `spec.seed`; narrows to the spec's kind of network.
 * @param spec - Plain JSON, as `network.spec` of any network is.
 * @returns The network; the caller disposes it.
 * @throws {RangeError} when the spec names something that does not exist.
 */
export function buildNetwork<Spec extends NetworkSpec>(spec: Spec): NetworkOf<Spec> {
  return buildAny(spec, 'seeded') as NetworkOf<Spec>;
}

/** The kind of network a spec describes. */
export type NetworkOf<Spec extends NetworkSpec> = Spec extends EncoderSpec
  ? Encoder
  : Spec extends GeneratorSpec
    ? Generator
    : Spec extends DiscriminatorSpec
      ? Discriminator
      : Spec extends ClassifierSpec
        ? Classifier
        : never;
