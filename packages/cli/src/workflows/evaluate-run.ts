import { rename, writeFile } from 'node:fs/promises';
import type { ImageDataset } from '@cvg/data';
import { deviationRatio, type Evaluator } from '@cvg/metrics';
import { RunError } from '../errors.js';
import { silentProgress, type Progress } from '../ui/progress.js';
import { evaluationFile, type Evaluation, type EvaluationRow } from './evaluation.js';
import { evaluatorOfRun } from './evaluator-of-run.js';
import { generatedImages, heldOutImages, type ImagesToJudge } from './images-to-judge.js';
import { judgeImages, type Judgement } from './judge-images.js';
import { loadModel, type Model } from './load-model.js';
import { openRunData, type Run } from './open-run.js';
import { startEngine } from './start-engine.js';

export interface EvaluateRunOptions {
  /** Generated images of each class, and held-out images of each at most. @default 100 */
  readonly perClass?: number;
  /** Steps in which the judge learns. @default 1000 */
  readonly evaluatorSteps?: number;
  /** Of the noise. @default 0 */
  readonly seed?: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Judges a run's newest checkpoint by a classifier that has no part in its training: trains that (or takes the one kept in the
 * run's folder), draws `perClass` images of each class, and measures them and held-out real images alike. The result is kept in
 * the run's folder as `evaluation.json`.
 * @param run - Of `createRun` or `openRun`.
 * @param options - Images of each class, steps and seed of the judge.
 * @returns Numbers of generated and of real images.
 * @throws RunError - There is no checkpoint, or the data has nothing to judge by.
 */
export async function evaluateRun(run: Run, options: EvaluateRunOptions = {}): Promise<Evaluation> {
  const { perClass = 100, evaluatorSteps = 1000, seed = 0, progress = silentProgress, signal } = options;
  await startEngine(run.config.engine);
  const data = await openRunData(run);
  let [model, evaluator]: [Model?, Evaluator?] = [];
  try {
    model = await loadModel(run);
    assertJudgeable(run, data);
    const judge = await evaluatorOfRun(run, data, { steps: evaluatorSteps, progress, signal });
    evaluator = judge;
    const measure = async (title: string, images: ImagesToJudge): Promise<Judgement> => {
      const task = progress.task({ title, total: images.count, unit: 'images' });
      try {
        return await judgeImages(judge, images, { task, signal });
      } finally {
        task.end();
      }
    };
    const generated = await measure('generated', generatedImages(model, data.numClasses, { perClass, seed }));
    const real = await measure('real', heldOutImages(data, perClass, model));
    const { step, classes } = model;
    const evaluation: Evaluation = {
      ...{ step, engine: run.config.engine },
      evaluator: {
        ...{ hash: judge.hash, steps: evaluatorSteps },
        ...{ accuracy: judge.heldOutAccuracy, n: judge.heldOut.n },
      },
      generated: rowOf(generated, model),
      real: rowOf(real, model),
      deviationRatio: ratioOf(generated, real),
      ...(classes.length > 0 && {
        top1PerClass: generated.top1.perClass.map(({ classId, correct, n }) => ({
          ...{ name: classes[classId] ?? '', correct, n },
        })),
      }),
    };
    const file = evaluationFile(run.folder.folder);
    await writeFile(`${file}.tmp`, `${JSON.stringify(evaluation, undefined, 2)}\n`);
    await rename(`${file}.tmp`, file);
    return evaluation;
  } finally {
    evaluator?.dispose();
    model?.dispose();
    await data.close();
  }
}

function assertJudgeable({ folder }: Run, data: ImageDataset): void {
  if (data.numClasses < 2) {
    throw new RunError(
      folder.folder,
      'cannot be evaluated: its data has one class, so a judge has nothing to tell apart',
    );
  }
  if (data.rows('held-out').length === 0) {
    throw new RunError(
      folder.folder,
      'cannot be evaluated: its data has no held-out images of classes that it learns',
    );
  }
}

function rowOf({ top1, score, deviation }: Judgement, { classes }: Pick<Model, 'classes'>): EvaluationRow {
  return {
    n: top1.n,
    ...(classes.length > 0 && { top1: top1.accuracy }),
    classifierScore: score.mean,
    classifierScoreDeviation: score.standardDeviation,
    deviation: deviation?.mean,
  };
}

/** `undefined` where a side has too few images, or the real images of a class are all alike. */
function ratioOf(generated: Judgement, real: Judgement): number | undefined {
  if (!generated.deviation || !real.deviation) return undefined;
  if (generated.deviation.perClass.length !== real.deviation.perClass.length) return undefined;
  if (real.deviation.perClass.some(({ deviation }) => deviation === 0)) return undefined;
  return deviationRatio(generated.deviation, real.deviation).ratio;
}
