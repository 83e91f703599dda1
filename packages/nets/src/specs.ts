/** Heights (and widths) of images the networks are built for; the paper uses 128. */
export type ImageSize = 32 | 64 | 128;

/** How the generator doubles its maps: stride-2 transposed convolution, or nearest neighbour and a convolution. */
export type Upsampling = 'deconv' | 'nearest';

/** What the four networks of images have in common. Specs are plain JSON. */
interface ImageSpec {
  /** Height and width of the images. */
  readonly imageSize: ImageSize;
  /** Channels of the images: 1 grey, 3 colour. Never scaled by `width`. */
  readonly channels: 1 | 3;
  /** Multiplier of every inner number of channels and units: `max(1, round(width * c))`. @default 1 */
  readonly width?: number;
  /** Seed of the initial weights, a safe integer. */
  readonly seed: number;
}

/** E: GoogLeNet, the class merged at its last layer. */
export interface GoogLeNetSpec extends ImageSpec {
  readonly architecture: 'googlenet';
  /** K; 0 for an encoder that knows no classes. */
  readonly numClasses: number;
  /** Z, the size of the latent vector. The paper uses 256. */
  readonly latentSize: number;
}

/** G: two fully connected layers, then deconvolutions. */
export interface DeconvSpec extends ImageSpec {
  readonly architecture: 'deconv';
  /** K; 0 for a generator that knows no classes. */
  readonly numClasses: number;
  /** Z, the size of the latent vector. The paper uses 256. */
  readonly latentSize: number;
  /** @default 'deconv' */
  readonly upsampling?: Upsampling;
}

/** D: the discriminator of DCGAN. */
export interface DcganSpec extends ImageSpec {
  readonly architecture: 'dcgan';
  /**
   * Layers (`'conv1'`, `'conv2'`, ...) whose flattened outputs are the features.
   * @default the last convolution, the input of the last layer
   */
  readonly featureLayers?: readonly string[];
}

/** C: AlexNet for small images. */
export interface AlexNetSpec extends ImageSpec {
  readonly architecture: 'alexnet';
  /** K, at least 1. */
  readonly numClasses: number;
  /**
   * Layers (`'conv1'` ... `'conv5'`, `'pool1'`, `'pool2'`, `'pool5'`, `'fc6'`, `'fc7'`) whose flattened outputs are the features.
   * @default ['fc7'], the input of the last layer
   */
  readonly featureLayers?: readonly string[];
}

/** What the multilayer perceptrons of Section 4 have in common. */
interface MlpSpec {
  readonly architecture: 'mlp';
  /** Numbers a sample has. @default 2, a point */
  readonly dataSize?: number;
  /** Units of the hidden layers. @default [32, 64, 64] */
  readonly hiddenSizes?: readonly number[];
  /** Seed of the initial weights, a safe integer. */
  readonly seed: number;
}

/** An encoder of points; like GoogLeNet's, the class is merged at the last layer. */
export interface MlpEncoderSpec extends MlpSpec {
  readonly role: 'encoder';
  /** Z, the size of the latent vector. */
  readonly latentSize: number;
  /** K. @default 0 */
  readonly numClasses?: number;
}

/** The ring's G: linear output of `dataSize` numbers. */
export interface MlpGeneratorSpec extends MlpSpec {
  readonly role: 'generator';
  /** Z, the size of the latent vector. */
  readonly latentSize: number;
  /** K. @default 0 */
  readonly numClasses?: number;
}

/** The ring's D: features are the last hidden layer. */
export interface MlpDiscriminatorSpec extends MlpSpec {
  readonly role: 'discriminator';
}

/** A classifier of points: features are the last hidden layer. */
export interface MlpClassifierSpec extends MlpSpec {
  readonly role: 'classifier';
  /** K, at least 1. */
  readonly numClasses: number;
}

/** What an encoder is built from. */
export type EncoderSpec = GoogLeNetSpec | MlpEncoderSpec;
/** What a generator is built from. */
export type GeneratorSpec = DeconvSpec | MlpGeneratorSpec;
/** What a discriminator is built from. */
export type DiscriminatorSpec = DcganSpec | MlpDiscriminatorSpec;
/** What a classifier is built from. */
export type ClassifierSpec = AlexNetSpec | MlpClassifierSpec;
/** What any of the networks is built from: plain JSON. */
export type NetworkSpec = EncoderSpec | GeneratorSpec | DiscriminatorSpec | ClassifierSpec;
