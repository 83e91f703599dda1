export { acrossSeeds } from './across-seeds.js';
export type { RepeatedMeasurement } from './across-seeds.js';
export { classifierScore, ClassifierScore } from './classifier-score.js';
export type { ClassifierScoreOptions, ClassifierScoreResult } from './classifier-score.js';
export { IncomparableError } from './comparable.js';
export { loadEvaluator } from './evaluator.js';
export type { Evaluator, HeldOutAccuracy } from './evaluator.js';
export type { EvaluatorArchitecture, EvaluatorSpec } from './evaluator-spec.js';
export { faceVerification } from './face-verification.js';
export type { FacePair, FaceVerificationResult, FoldAccuracy } from './face-verification.js';
export type { FeatureSet } from './feature-set.js';
export { FeatureStatistics } from './feature-statistics.js';
export type { FeatureOrigin } from './feature-statistics.js';
export { frechetDistance } from './frechet-distance.js';
export type { FrechetDistanceResult } from './frechet-distance.js';
export type { ImageArray, ImageBatch, ImageBatchSource, ImageSet } from './image-batch.js';
export type { Masks } from './image-pairs.js';
export { deviationRatio, intraClassDeviation, IntraClassDeviation } from './intra-class-deviation.js';
export type {
  ClassDeviation,
  DeviationRatioResult,
  IntraClassDeviationResult,
} from './intra-class-deviation.js';
export { intraClassDiversity, IntraClassDiversity } from './intra-class-diversity.js';
export type {
  ClassDiversity,
  IntraClassDiversityOptions,
  IntraClassDiversityResult,
} from './intra-class-diversity.js';
export { judgeImages } from './judge-images.js';
export type { JudgedImages, JudgeImagesOptions } from './judge-images.js';
export { kernelDistance } from './kernel-distance.js';
export type { KernelDistanceOptions, KernelDistanceResult } from './kernel-distance.js';
export type { Matrix } from './matrix.js';
export { measureGenerated } from './measure-generated.js';
export type { MeasureGeneratedOptions } from './measure-generated.js';
export { measurement } from './measurement.js';
export type { Measurement, MeasurementContext, SampleCounts, Seeds } from './measurement.js';
export { precisionRecallDensityCoverage } from './precision-recall-density-coverage.js';
export type {
  PrecisionRecallDensityCoverageOptions,
  PrecisionRecallDensityCoverageResult,
} from './precision-recall-density-coverage.js';
export { psnr } from './psnr.js';
export type { PsnrResult, SimilarityOptions } from './psnr.js';
export { rocCurve } from './roc-curve.js';
export type { RocCurve, RocPoint } from './roc-curve.js';
export { EvaluatorFormatError } from './safetensors.js';
export { sideBySide } from './side-by-side.js';
export type { MeasurementCell, MeasurementColumn, MeasurementRow, MeasurementTable } from './side-by-side.js';
export { ssim } from './ssim.js';
export type { SsimResult } from './ssim.js';
export { topOneAccuracy, TopOneAccuracy } from './top-one-accuracy.js';
export type { ClassAccuracy, TopOneResult } from './top-one-accuracy.js';
export { EvaluatorLossError, trainEvaluator } from './train-evaluator.js';
export type {
  EvaluatorStepEvent,
  EvaluatorTrainedEvent,
  TrainEvaluatorEvent,
  TrainEvaluatorOptions,
} from './train-evaluator.js';
