import type { PreparedData } from '@cvg/data';
import { measurement, type Evaluator, type Measurement } from '@cvg/metrics';
import type { Progress } from '../ui/progress.js';
import { generatedImages, realImages } from './images-to-judge.js';
import { judgeSet, type JudgedSet } from './judged-set.js';
import { loadModel, type Model } from './load-model.js';
import { measureReconstructions } from './measure-reconstructions.js';
import { measureSet } from './measure-set.js';
import type { Run } from './open-run.js';
import { trainingTime } from './training-time.js';

/** What measures every run of a comparison alike. */
export interface Judge {
  readonly evaluator: Evaluator;
  readonly data: PreparedData;
  /** Images of each class in every set. */
  readonly perClass: number;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
}

/** What the judge sees in real images. */
export const judgeReal = (
  { evaluator, data, perClass, progress, signal }: Judge,
  split: 'train' | 'held-out',
): Promise<JudgedSet> =>
  judgeSet(evaluator, realImages(data, split, perClass), {
    ...{ title: split === 'train' ? 'real' : 'held out', progress, signal },
  });

/**
 * Everything that can be measured of a run's newest checkpoint: its images beside the reference, drawn with the run's seed; where it has an
 * encoder its reconstructions of held-out images; and the time of its training.
 */
export async function measureRun(
  open: () => Promise<Run>,
  reference: JudgedSet,
  { evaluator, data, perClass, progress, signal }: Judge,
): Promise<readonly Measurement[]> {
  const run = await open();
  let model: Model | undefined;
  try {
    const { seed, batchSize, recipe } = run.config.training;
    model = await loadModel(run);
    const { generator, encoder, step } = model;
    const images = generatedImages(model, data.numClasses, { perClass, seed });
    const seeds = { training: [seed], noise: [seed] };
    const set = await judgeSet(evaluator, images, { title: recipe, seeds, progress, signal });
    const measurements: Measurement[] = [...(await measureSet(reference, set, signal))];
    if (encoder) {
      const originals = realImages(data, 'held-out', perClass);
      const options = { seeds: { training: [seed] }, signal };
      measurements.push(await measureReconstructions({ encoder, generator }, originals, options));
    }
    const time = trainingTime(await run.folder.readEvents(), batchSize);
    if (time) {
      const context = { n: {}, network: null, seeds: { training: [seed] }, settings: { steps: step } };
      measurements.push(measurement('training', { ...time }, context));
    }
    return measurements;
  } finally {
    model?.dispose();
    await run.folder.close();
  }
}
