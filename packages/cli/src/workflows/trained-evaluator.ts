import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ImageDataset } from '@cvg/data';
import { EvaluatorFormatError, loadEvaluator, trainEvaluator, type Evaluator } from '@cvg/metrics';
import type { Progress } from '../ui/progress.js';

export interface TrainedEvaluatorOptions {
  /** Of the progress line. */
  readonly title: string;
  readonly steps: number;
  /** Of weights, batches and shifts. */
  readonly seed: number;
  readonly flip: boolean;
  /** Called before a new one is kept. */
  readonly onTrained?: (evaluator: Evaluator) => void;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

const BATCH_SIZE = 64;

/**
 * The classifier that is kept in a file, or if there is none, or a damaged one, one that is trained on the training images of `data` and
 * then kept there. Its accuracy is that on the held-out images, and if there are none, on those it learned from. The caller disposes it.
 */
export async function trainedEvaluator(
  file: string,
  data: ImageDataset,
  options: TrainedEvaluatorOptions,
): Promise<Evaluator> {
  const kept = await readEvaluator(file);
  if (kept) return kept;
  const evaluator = await train(data, options);
  options.onTrained?.(evaluator);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.tmp`, await evaluator.save());
  await rename(`${file}.tmp`, file);
  return evaluator;
}

async function train(
  data: ImageDataset,
  { title, steps, seed, flip, progress, signal }: TrainedEvaluatorOptions,
): Promise<Evaluator> {
  const split = data.rows('held-out').length > 0 ? 'held-out' : 'train';
  const task = progress.task({ title, total: steps, unit: 'steps', imagesPerUnit: BATCH_SIZE });
  try {
    const events = trainEvaluator({
      source: data.batches({ batchSize: BATCH_SIZE, seed }),
      heldOut: () => data.inOrder({ split }),
      ...{ seed, steps, flip, signal },
    });
    for await (const event of events) {
      if (event.type === 'trained') return event.evaluator;
      task.update(event.step);
    }
  } finally {
    task.end();
  }
  throw new Error('trainedEvaluator: the training ended without a network.');
}

async function readEvaluator(file: string): Promise<Evaluator | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes) return undefined;
  try {
    return await loadEvaluator(bytes);
  } catch (error) {
    if (error instanceof EvaluatorFormatError) return undefined;
    throw error;
  }
}
