export type { ClassIds } from './class-ids.js';
export { clipWeights } from './clip-weights.js';
export { criticLoss } from './critic-loss.js';
export { discriminatorLoss } from './discriminator-loss.js';
export { ShapeError } from './errors.js';
export { klDivergence } from './kl-divergence.js';
export { PAPER_LOSS_WEIGHTS, resolveLossWeights, type LossWeights } from './loss-weights.js';
export { meanFeatureMatching } from './mean-feature-matching.js';
export {
  MovingFeatureMeans,
  type FeatureCenters,
  type MovingFeatureMeansOptions,
  type MovingFeatureMeansState,
} from './moving-feature-means.js';
export { nonSaturatingGeneratorLoss } from './non-saturating-generator-loss.js';
export { pairwiseFeatureMatching } from './pairwise-feature-matching.js';
export { perClassMeanFeatureMatching } from './per-class-mean-feature-matching.js';
export { reparameterize, type SamplingForm } from './reparameterize.js';
export { softmaxClassification } from './softmax-classification.js';
export { wassersteinGeneratorLoss } from './wasserstein-generator-loss.js';
export { weightedObjective } from './weighted-objective.js';
