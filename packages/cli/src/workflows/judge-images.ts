import {
  ClassifierScore,
  IntraClassDeviation,
  TopOneAccuracy,
  type ClassifierScoreResult,
  type Evaluator,
  type IntraClassDeviationResult,
  type TopOneResult,
} from '@cvg/metrics';
import type { ProgressTask } from '../ui/progress.js';
import type { ImagesToJudge } from './images-to-judge.js';

/** What an evaluator thinks of a set of images. */
export interface Judgement {
  readonly top1: TopOneResult;
  readonly score: ClassifierScoreResult;
  /** `undefined` if a class has a single image. */
  readonly deviation: IntraClassDeviationResult | undefined;
}

/** Fewer images are too few to divide them by ten for the score. */
const ENOUGH_FOR_SPLITS = 1000;

/** Splits of the classifier score of so many images. */
export const scoreSplits = (count: number): number => (count >= ENOUGH_FOR_SPLITS ? 10 : 1);

/** Judges images batch by batch. The score is taken in ten splits, of fewer than 1,000 images in one. */
export async function judgeImages(
  evaluator: Evaluator,
  { batches, count }: ImagesToJudge,
  { task, signal }: { readonly task: ProgressTask; readonly signal?: AbortSignal },
): Promise<Judgement> {
  const top1 = new TopOneAccuracy(evaluator.numClasses);
  const score = new ClassifierScore(evaluator.numClasses, { splits: scoreSplits(count) });
  const deviation = new IntraClassDeviation();
  const counts = new Int32Array(evaluator.numClasses);
  let done = 0;
  for await (const batch of batches) {
    signal?.throwIfAborted();
    const probabilities = await evaluator.predictArrays(batch);
    top1.add(probabilities, batch.labels);
    score.add(probabilities);
    deviation.add(batch);
    for (const label of batch.labels) counts[label] = (counts[label] ?? 0) + 1;
    done += batch.labels.length;
    task.update(done);
  }
  return {
    top1: top1.result(),
    score: score.result(),
    deviation: counts.includes(1) ? undefined : deviation.result(),
  };
}
