import { join } from 'node:path';
import { RunError } from '../errors.js';
import { folderOf } from './compare-methods.js';
import type { ComparedMethod } from './comparison-methods.js';
import { reconstructionsFigure, samplesFigure, type ShownModel } from './comparison-pictures.js';
import type { Comparison } from './comparison.js';
import type { LabelledGrid } from './labelled-grid.js';
import { loadModel, type Model } from './load-model.js';
import { openRun, openRunData } from './open-run.js';

/** Where a comparison lies, and what was compared. */
export interface ComparisonPlace {
  /** The comparison's folder. */
  readonly out: string;
  readonly methods: readonly ComparedMethod[];
}

/** The pictures of a comparison, those of its first seed. */
export interface ComparisonFigures {
  /** Figure 5: a column a class; two rows of real images, then two of each method. */
  readonly samples: LabelledGrid;
  /** Figure 8: held-out images, and what each method that has an encoder makes of them; `undefined` if none has. */
  readonly reconstructions?: LabelledGrid;
}

/**
 * Draws what the trained runs of a comparison make; its engine must be running.
 * @param comparison - Of `compareMethods`.
 * @param place - Its folder, and what was compared.
 * @returns Grids for `savePicture`.
 * @throws RunError - A run has no sound checkpoint, or there is no method.
 */
export async function comparisonFigures(
  { seeds: [seed = 0] }: Pick<Comparison, 'seeds'>,
  { out, methods }: ComparisonPlace,
): Promise<ComparisonFigures> {
  const models: (ShownModel & { readonly model: Model })[] = [];
  const [first] = methods;
  if (!first) throw new RunError(out, 'has no method to draw');
  try {
    for (const method of methods) {
      const run = await openRun(join(out, folderOf(method, seed)));
      try {
        models.push({ label: method.label, model: await loadModel(run) });
      } finally {
        await run.folder.close();
      }
    }
    const run = await openRun(join(out, folderOf(first, seed)));
    const data = await openRunData(run).finally(() => run.folder.close());
    try {
      return {
        samples: await samplesFigure(data, models),
        reconstructions: await reconstructionsFigure(data, models),
      };
    } finally {
      await data.close();
    }
  } finally {
    for (const { model } of models) model.dispose();
  }
}
