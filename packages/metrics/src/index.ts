export { classifierScore, ClassifierScore } from './classifier-score.js';
export type { ClassifierScoreOptions, ClassifierScoreResult } from './classifier-score.js';
export { loadEvaluator } from './evaluator.js';
export type { Evaluator, HeldOutAccuracy } from './evaluator.js';
export type { EvaluatorSpec } from './evaluator-spec.js';
export type { ImageBatch, ImageBatchSource, ImageSet } from './image-batch.js';
export { deviationRatio, intraClassDeviation, IntraClassDeviation } from './intra-class-deviation.js';
export type {
  ClassDeviation,
  DeviationRatioResult,
  IntraClassDeviationResult,
} from './intra-class-deviation.js';
export type { Matrix } from './matrix.js';
export { EvaluatorFormatError } from './safetensors.js';
export { topOneAccuracy, TopOneAccuracy } from './top-one-accuracy.js';
export type { ClassAccuracy, TopOneResult } from './top-one-accuracy.js';
export { EvaluatorLossError, trainEvaluator } from './train-evaluator.js';
export type {
  EvaluatorStepEvent,
  EvaluatorTrainedEvent,
  TrainEvaluatorEvent,
  TrainEvaluatorOptions,
} from './train-evaluator.js';
