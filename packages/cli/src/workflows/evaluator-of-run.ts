import { join } from 'node:path';
import type { ImageDataset } from '@cvg/data';
import type { Evaluator } from '@cvg/metrics';
import { formatCount, formatPercent } from '../ui/format.js';
import type { Progress } from '../ui/progress.js';
import type { Run } from './open-run.js';
import { trainedEvaluator } from './trained-evaluator.js';

export interface EvaluatorOptions {
  readonly steps: number;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** Of the judge, whatever the seed of the run: all runs on the same data have the same judge. */
const SEED = 0;

/**
 * The independent classifier that judges a run: trained on the run's real training images, and kept in the run's folder, so that
 * it is trained once.
 * @param run - Of `createRun` or `openRun`.
 * @param data - Of `openRunData`.
 * @param options - How long it is trained, and how to follow and to stop it.
 * @returns The judge; the caller disposes it.
 */
export async function evaluatorOfRun(
  { folder, config }: Run,
  data: ImageDataset,
  options: EvaluatorOptions,
): Promise<Evaluator> {
  const name = `${data.fingerprint.slice(0, 16)}-${config.engine}-${options.steps}.safetensors`;
  const file = join(folder.folder, 'evaluators', name);
  return trainedEvaluator(file, data, {
    ...{ title: 'judge', seed: SEED, flip: config.data.flip },
    ...options,
    onTrained: ({ heldOut: { accuracy, n } }) =>
      options.progress.note(
        `The judge is right on ${formatPercent(accuracy)} of ${formatCount(n)} held-out images.`,
      ),
  });
}
