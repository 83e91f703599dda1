import { resumeTraining, Trainer, type Losses } from '@cvg/train';
import { formatNumber } from '../ui/format.js';
import { silentProgress, type Progress } from '../ui/progress.js';
import { openRunData, type Run } from './open-run.js';
import { isSampleStep } from './sample-steps.js';
import { startEngine } from './start-engine.js';
import { TrainingPictures } from './training-pictures.js';

export interface TrainRunOptions {
  /** How many steps there shall be in all. @default what the run was planned for */
  readonly steps?: number;
  /** Whether the log keeps how strong the gradients of each network were. @default false */
  readonly gradientNorms?: boolean;
  readonly progress?: Progress;
  /** Ends the training after the current step, with a checkpoint. */
  readonly signal?: AbortSignal;
}

/** How a training ended. */
export interface TrainRunResult {
  /** Steps in all. */
  readonly step: number;
  /** Steps that were taken by this call. */
  readonly stepsTaken: number;
  readonly reason: 'finished' | 'aborted';
}

/**
 * Trains a run from where it stands (its newest sound checkpoint, or the beginning) to `steps` steps in all. It logs, and writes checkpoints
 * and pictures into the run's folder.
 * @param run - Of `createRun` or `openRun`.
 * @param options - Steps in all, progress, and how to stop it.
 * @returns Why it ended, and at which step.
 */
export async function trainRun(run: Run, options: TrainRunOptions = {}): Promise<TrainRunResult> {
  const { steps = run.config.steps, gradientNorms, progress = silentProgress, signal } = options;
  const { folder, config } = run;
  const { order, flip } = config.data;
  await startEngine(config.engine);
  const data = await openRunData(run);
  const trainer = new Trainer(config.training);
  try {
    const { batchSize, seed } = config.training;
    const source = data.batches({ batchSize, seed, order, flip });
    const { step: first, damaged } = await resumeTraining(trainer, folder, source);
    for (const { reason } of damaged) progress.note(`A damaged checkpoint was passed over: ${reason}`);
    if (first > 0 && first < steps) progress.note(`Going on after step ${first}.`);
    const pictures = await TrainingPictures.create(folder.folder, data, trainer.recipe.conditional);
    const networks = { generator: trainer.averagedGenerator, encoder: trainer.networks.encoder };
    const task = progress.task({
      ...{ title: 'train', total: Math.max(steps, first), done: first },
      ...{ unit: 'steps', imagesPerUnit: batchSize },
    });
    let reason: TrainRunResult['reason'] = 'finished';
    let drawnAt = first;
    try {
      for await (const event of trainer.run({ source, steps, folder, gradientNorms, signal })) {
        if (event.type === 'step') {
          task.update(event.step, lossesLine(event.losses));
          if (!isSampleStep(event.step)) continue;
          progress.note(`Pictures: ${await pictures.draw(event.step, networks)}`);
          drawnAt = event.step;
        } else if (event.type === 'end') {
          ({ reason } = event);
        }
      }
    } finally {
      task.end();
    }
    if (drawnAt !== trainer.step) progress.note(`Pictures: ${await pictures.draw(trainer.step, networks)}`);
    return { step: trainer.step, stepsTaken: trainer.step - first, reason };
  } finally {
    trainer.dispose();
    await data.close();
  }
}

/** What a person watches: the terms that say most, in the paper's letters. */
const WATCHED = {
  discriminator: 'D',
  classifier: 'C',
  pixels: 'pixels',
  kl: 'KL',
  adversarial: 'G',
} as const;

function lossesLine(losses: Losses): string {
  return Object.entries(WATCHED)
    .flatMap(([term, name]) => {
      const value = losses[term as keyof typeof WATCHED];
      return value === undefined ? [] : [`${name} ${formatNumber(value)}`];
    })
    .join('  ');
}
