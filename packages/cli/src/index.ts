export {
  comparisonOptions,
  withComparisonOptions,
  type ComparisonDefaults,
  type ComparisonFlags,
} from './commands/comparison-options.js';
export { integer, oneOf, positive } from './commands/option-parsers.js';
export { engineOption, recipeOption, seedsOption } from './commands/shared-options.js';
export { RunError } from './errors.js';
export { runProgram } from './run-program.js';
export { formatComparison } from './ui/format-comparison.js';
export { formatEvaluation } from './ui/format-evaluation.js';
export { formatSimilarity } from './ui/format-similarity.js';
export { formatVerification } from './ui/format-verification.js';
export { INTERRUPTED, interruptible, InterruptedError } from './ui/interrupts.js';
export { silentProgress, type Progress, type ProgressTask, type TaskOptions } from './ui/progress.js';
export { streamProgress } from './ui/stream-progress.js';
export { attributeImages, type AttributeImagesOptions } from './workflows/attribute-images.js';
export { augmentData, type AugmentDataOptions } from './workflows/augment-data.js';
export {
  ABLATIONS,
  comparableRecipes,
  recipesAsMethods,
  type ComparedMethod,
} from './workflows/comparison-methods.js';
export { compareMethods, folderOf, type CompareMethodsOptions } from './workflows/compare-methods.js';
export {
  comparisonFigures,
  type ComparisonFigures,
  type ComparisonPlace,
} from './workflows/comparison-figures.js';
export { type ComparedRun, type Comparison } from './workflows/comparison.js';
export { type ComparisonDataOptions, type ComparisonSettings } from './workflows/comparison-data.js';
export {
  createRun,
  openOrCreateRun,
  type CreateRunOptions,
  type TrainingChoices,
} from './workflows/create-run.js';
export { evaluateRun, type EvaluateRunOptions } from './workflows/evaluate-run.js';
export { type Evaluation, type EvaluationRow } from './workflows/evaluation.js';
export { evaluatorOfRun, type EvaluatorOptions } from './workflows/evaluator-of-run.js';
export { examineEngines, type EngineFinding, type EngineFindings } from './workflows/examine-engines.js';
export { exportModel, type ExportedNetwork, type ExportedTensor } from './workflows/export-model.js';
export {
  inpaintImages,
  maskOfFile,
  type InpaintedImages,
  type InpaintImagesOptions,
} from './workflows/inpaint-images.js';
export { type LabelledGrid } from './workflows/labelled-grid.js';
export {
  imagesOfFiles,
  imagesOfFolder,
  imagesOfRun,
  type LabelledImages,
} from './workflows/labelled-images.js';
export { encoderAndGenerator, loadModel, type Model } from './workflows/load-model.js';
export {
  morphFigure,
  morphImages,
  morphPairs,
  type MorphedImages,
  type MorphImagesOptions,
} from './workflows/morph-images.js';
export { openRun, openRunData, runExists, type Run } from './workflows/open-run.js';
export {
  prepareForTraining,
  type DataForTraining,
  type PrepareForTrainingOptions,
} from './workflows/prepare-for-training.js';
export {
  DATASET_NAMES,
  prepareDataset,
  type DatasetName,
  type PhotoOptions,
  type PreparedDataset,
  type PrepareDatasetOptions,
} from './workflows/prepare-dataset.js';
export { reconstructImages } from './workflows/reconstruct-images.js';
export { type RunConfig } from './workflows/run-config.js';
export { sampleClasses, type SampleClassesOptions } from './workflows/sample-classes.js';
export { sampleFiles, type SampleFilesOptions } from './workflows/sample-files.js';
export { saveAnimation } from './workflows/save-animation.js';
export { savePicture, type Grid } from './workflows/save-picture.js';
export { similarityRow, type SimilarityRow } from './workflows/similarity.js';
export { startEngine } from './workflows/start-engine.js';
export {
  compareEnlarged,
  reducedImages,
  superResolutionFigure,
  superResolveImages,
  type EnlargedImages,
  type SuperResolveImagesOptions,
} from './workflows/super-resolve-images.js';
export { trainingTime, type TrainingTime } from './workflows/training-time.js';
export { trainRun, type TrainRunOptions, type TrainRunResult } from './workflows/train-run.js';
export {
  type OverSeeds,
  type Verification,
  type VerificationRow,
  type VerifiedNetwork,
} from './workflows/verification.js';
export { verifyFaces, type VerifyFacesOptions } from './workflows/verify-faces.js';
export { writeComparisonReport, type ComparisonKind } from './workflows/write-comparison-report.js';
export { writePrepareReport, type PrepareReportOptions } from './workflows/write-prepare-report.js';
export { writeRunReport, type RunReportOptions } from './workflows/write-run-report.js';
export { writeVerificationReport } from './workflows/write-verification-report.js';
