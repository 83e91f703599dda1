import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PreparedData } from '@cvg/data';
import { EvaluatorFormatError, loadEvaluator, trainEvaluator, type Evaluator } from '@cvg/metrics';
import { formatCount, formatPercent } from '../ui/format.js';
import type { Progress } from '../ui/progress.js';
import type { Run } from './open-run.js';

export interface EvaluatorOptions {
  readonly steps: number;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

const BATCH_SIZE = 64;
/** Of the judge, whatever the seed of the run: all runs on the same data have the same judge. */
const SEED = 0;

/**
 * The independent classifier that judges a run: trained on the run's real training images, and kept in the run's folder, so that
 * it is trained once. The caller disposes it.
 */
export async function evaluatorOfRun(
  { folder, config }: Run,
  data: PreparedData,
  { steps, progress, signal }: EvaluatorOptions,
): Promise<Evaluator> {
  const name = `${data.fingerprint.slice(0, 16)}-${config.engine}-${steps}.safetensors`;
  const file = join(folder.folder, 'evaluators', name);
  const kept = await readEvaluator(file);
  if (kept) return kept;
  const evaluator = await train(data, config.data.flip, { steps, progress, signal });
  const { accuracy, n } = evaluator.heldOut;
  progress.note(`The judge is right on ${formatPercent(accuracy)} of ${formatCount(n)} held-out images.`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.tmp`, await evaluator.save());
  await rename(`${file}.tmp`, file);
  return evaluator;
}

async function train(
  data: PreparedData,
  flip: boolean,
  { steps, progress, signal }: EvaluatorOptions,
): Promise<Evaluator> {
  const task = progress.task({ title: 'judge', total: steps, unit: 'steps', imagesPerUnit: BATCH_SIZE });
  try {
    const events = trainEvaluator({
      source: data.batches({ batchSize: BATCH_SIZE, seed: SEED }),
      heldOut: () => data.inOrder({ split: 'held-out' }),
      ...{ seed: SEED, steps, flip, signal },
    });
    for await (const event of events) {
      if (event.type === 'trained') return event.evaluator;
      task.update(event.step);
    }
  } finally {
    task.end();
  }
  throw new Error('evaluatorOfRun: the training of the evaluator ended without one.');
}

/** An evaluator that was kept; `undefined` if there is none, or a damaged one. */
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
