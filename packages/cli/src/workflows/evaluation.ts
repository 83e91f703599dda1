import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const rowSchema = z.object({
  /** Images judged. */
  n: z.int(),
  /** Share that the judge takes for what they should be; left out for a recipe without classes. */
  top1: z.number().optional(),
  /** In [1, K]; depends on n. */
  classifierScore: z.number(),
  /** Standard deviation of the score over its splits; 0 for one. */
  classifierScoreDeviation: z.number(),
  /** Mean standard deviation of a pixel in a class; left out if a class has fewer than two images. */
  deviation: z.number().optional(),
});

const evaluationSchema = z.object({
  /** Steps of training of the generator that was judged. */
  step: z.int(),
  engine: z.string(),
  /** The judge: `accuracy` on `n` real images that it never saw. */
  evaluator: z.object({ hash: z.string(), steps: z.int(), accuracy: z.number(), n: z.int() }),
  generated: rowSchema,
  /** The same measures of held-out real images. */
  real: rowSchema,
  /** Variety inside a class as a share of that of real images. */
  deviationRatio: z.number().optional(),
  top1PerClass: z.array(z.object({ name: z.string(), correct: z.int(), n: z.int() })).optional(),
});

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** What `evaluateRun` measured: `evaluation.json` of a run. */
export type Evaluation = DeepReadonly<z.infer<typeof evaluationSchema>>;
/** One row of the table: generated images, or real ones. */
export type EvaluationRow = Evaluation['generated'];

export const evaluationFile = (folder: string): string => join(folder, 'evaluation.json');

/** The last evaluation of a run; `undefined` if there is none, or none that can be read. */
export async function readEvaluation(folder: string): Promise<Evaluation | undefined> {
  try {
    return evaluationSchema.parse(JSON.parse(await readFile(evaluationFile(folder), 'utf8')));
  } catch {
    return undefined;
  }
}
