export {
  buildClassifier,
  buildDiscriminator,
  buildEncoder,
  buildGenerator,
  buildNetwork,
  type NetworkOf,
} from './build-network.js';
export { buildNetworks, type Networks, type NetworksOptions } from './build-networks.js';
export { ShapeError, WeightsFormatError } from './errors.js';
export { moveAverage } from './moving-average.js';
export { MovingStatisticsUpdates } from './moving-statistics-updates.js';
export { hasKernel } from './kernels.js';
export { loadNetwork, saveNetwork } from './network-file.js';
export { loadNetworkWeights, networkWeights } from './network-weights.js';
export { keyedUniform, normalDraws, type Uniform } from './random.js';
export {
  decodeSafetensors,
  encodeSafetensors,
  type ArrayTypes,
  type NamedArray,
  type Safetensors,
} from './safetensors.js';
export { toLayersModel } from './to-layers-model.js';
export type { WeightValues } from './weight-values.js';
export type {
  AlexNetSpec,
  ClassifierSpec,
  DcganSpec,
  DeconvSpec,
  DiscriminatorSpec,
  EncoderSpec,
  GeneratorSpec,
  GoogLeNetSpec,
  ImageSize,
  MlpClassifierSpec,
  MlpDiscriminatorSpec,
  MlpEncoderSpec,
  MlpGeneratorSpec,
  NetworkSpec,
  Upsampling,
} from './specs.js';
export type {
  Classifier,
  Discriminator,
  Encoder,
  ForwardOptions,
  Generator,
  LayerSummary,
  LogitsAndFeatures,
  Network,
  Posterior,
} from './types.js';
