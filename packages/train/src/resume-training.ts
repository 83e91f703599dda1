import type { DamagedCheckpoint } from './checkpoint-store.js';
import { ConfigMismatchError } from './errors.js';
import type { RunFolder } from './run-folder.js';
import type { Trainer } from './trainer.js';
import type { TrainingSource } from './training-data.js';

/** Where a run goes on. */
export interface ResumedTraining {
  /** The step of the checkpoint that was taken; 0 without one: the training begins anew. */
  readonly step: number;
  /** Newer checkpoints that could not be used, and why. */
  readonly damaged: readonly DamagedCheckpoint[];
}

/**
 * Puts a trainer and its source where the newest sound checkpoint of a run left them. What the run logged after it is dropped,
 * since those steps will be taken again.
 * @param trainer - Newly built from the run's config.
 * @param folder - The run, opened.
 * @param source - A source of the same batches, newly made.
 * @returns The step that training goes on from, and the newer checkpoints that were damaged.
 * @throws {FolderLockedError} when another process trains the run.
 * @throws {ConfigMismatchError} when the checkpoint is of another configuration.
 */
export async function resumeTraining(
  trainer: Trainer,
  folder: RunFolder,
  source: TrainingSource,
): Promise<ResumedTraining> {
  await folder.lock(); // before it reads what another process might write
  const { checkpoint, damaged } = await folder.checkpoints.readLatest();
  if (checkpoint) {
    try {
      trainer.restore(checkpoint, source);
    } catch (error) {
      if (!ConfigMismatchError.isInstance(error)) throw error;
      throw new ConfigMismatchError(folder.folder, error.differences);
    }
  }
  await folder.continueFrom(trainer.step);
  return { step: trainer.step, damaged };
}
