import { buildClassifier, buildDiscriminator, buildEncoder, buildGenerator } from './build-network.js';
import type { ImageSize, Upsampling } from './specs.js';
import type { Classifier, Discriminator, Encoder, Generator } from './types.js';

/** What the paper's four networks have in common. */
export interface NetworksOptions {
  /** Height and width of the images; the paper's are 128. */
  readonly imageSize: ImageSize;
  /** Channels of the images: 1 grey, 3 colour. */
  readonly channels: 1 | 3;
  /** K; 0 without classes. */
  readonly numClasses: number;
  /** Z. @default 256 */
  readonly latentSize?: number;
  /** Multiplier of every inner number of channels and units. @default 1 */
  readonly width?: number;
  /** How the generator doubles its maps. @default 'deconv' */
  readonly upsampling?: Upsampling;
  /** Layers whose outputs are f_D. @default the input of the last layer */
  readonly discriminatorFeatures?: readonly string[];
  /** Layers whose outputs are f_C. @default ['fc7'], the input of the last layer */
  readonly classifierFeatures?: readonly string[];
  /** Seed of all initial weights, a safe integer. */
  readonly seed: number;
}

/** The four networks of Figure 3. */
export interface Networks {
  readonly encoder: Encoder;
  readonly generator: Generator;
  readonly discriminator: Discriminator;
  /** `undefined` exactly if there are no classes. */
  readonly classifier: Classifier | undefined;
}

/** Latent size of Section 5. */
const PAPER_LATENT_SIZE = 256;

/**
 * E, G, D and C of the paper (Section 5); the caller disposes each.
 * @param options - What the four have in common.
 * @returns The four networks, with weights drawn from `seed`; no classifier without classes.
 * @throws {RangeError} when an option is out of its range.
 */
export function buildNetworks(options: NetworksOptions): Networks {
  const { numClasses, latentSize = PAPER_LATENT_SIZE, upsampling = 'deconv' } = options;
  const { imageSize, channels, width = 1, seed } = options;
  const image = { imageSize, channels, width, seed };
  const built: { dispose: () => void }[] = [];
  const keep = <N extends { dispose: () => void }>(network: N): N => {
    built.push(network);
    return network;
  };
  try {
    return {
      encoder: keep(buildEncoder({ architecture: 'googlenet', ...image, numClasses, latentSize })),
      generator: keep(
        buildGenerator({ architecture: 'deconv', ...image, numClasses, latentSize, upsampling }),
      ),
      discriminator: keep(
        buildDiscriminator({ architecture: 'dcgan', ...image, featureLayers: options.discriminatorFeatures }),
      ),
      classifier:
        numClasses === 0
          ? undefined
          : keep(
              buildClassifier({
                ...{ architecture: 'alexnet', ...image, numClasses },
                featureLayers: options.classifierFeatures,
              }),
            ),
    };
  } catch (error) {
    for (const network of built) network.dispose();
    throw error;
  }
}
