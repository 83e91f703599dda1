import {
  IntraClassDiversity,
  judgeImages,
  type Evaluator,
  type ImageBatch,
  type JudgedImages,
  type Seeds,
} from '@cvg/metrics';
import type { Progress } from '../ui/progress.js';
import type { ImagesToJudge } from './images-to-judge.js';
import { Sharpness } from './sharpness.js';

/** Everything that was seen of a set of images in one pass. */
export interface JudgedSet {
  readonly judged: JudgedImages;
  readonly diversity: ReturnType<IntraClassDiversity['result']>;
  /** {@link Sharpness}. */
  readonly sharpness: number;
}

export interface JudgeSetOptions {
  /** Of the progress line. */
  readonly title: string;
  /** Of the draws that made the images. */
  readonly seeds?: Seeds;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** Looks at images once, batch by batch: the judge's features, diversity within classes (two images of each at least), sharpness. */
export async function judgeSet(
  evaluator: Evaluator,
  { batches, count }: ImagesToJudge,
  { title, seeds, progress, signal }: JudgeSetOptions,
): Promise<JudgedSet> {
  const diversity = new IntraClassDiversity({ seeds });
  const sharpness = new Sharpness();
  async function* watched(): AsyncGenerator<ImageBatch> {
    for await (const batch of batches) {
      diversity.add(batch);
      sharpness.add(batch);
      yield batch;
    }
  }
  const task = progress.task({ title, total: count, unit: 'images' });
  try {
    const onProgress = (done: number): void => task.update(done);
    const judged = await judgeImages(evaluator, watched, { seeds, signal, onProgress });
    return { judged, diversity: diversity.result(), sharpness: sharpness.result() };
  } finally {
    task.end();
  }
}
