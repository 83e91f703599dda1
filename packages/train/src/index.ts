export {
  type CheckpointEvent,
  type EndEvent,
  type Losses,
  type StepEvent,
  type TrainEvent,
} from './events.js';
export { type GradientNorms } from './gradient-norms.js';
export {
  type Checkpoint,
  type CheckpointInfo,
  CheckpointStore,
  type CheckpointStoreOptions,
  type DamagedCheckpoint,
} from './checkpoint-store.js';
export {
  CheckpointDamagedError,
  ConfigMismatchError,
  type ConfigDifference,
  FolderLockedError,
  RunExistsError,
  RunFileError,
} from './errors.js';
export { type EventRecord } from './event-log.js';
export { FolderLock } from './folder-lock.js';
export { type JsonObject, type JsonValue } from './json.js';
export { NonFiniteLossError } from './non-finite-loss-error.js';
export {
  recipeNames,
  RECIPES,
  type DiscriminatorObjective,
  type GenerativeTerm,
  type Recipe,
  type RecipeName,
} from './recipes.js';
export { resumeTraining, type ResumedTraining } from './resume-training.js';
export { type NetworkName, type TrainedNetworks } from './trained-networks.js';
export { Trainer, type RunOptions } from './trainer.js';
export {
  resolveTrainingConfig,
  type AdamConfig,
  type NetworksConfig,
  type OptimizerConfig,
  type RmsPropConfig,
  type TrainingConfig,
  type TrainingOptions,
} from './training-config.js';
export { type TrainingBatch, type TrainingSource } from './training-data.js';
export { RunFolder, type RunContents, type RunFolderOptions } from './run-folder.js';
