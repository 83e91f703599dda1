import type { ImageDataset } from '@cvg/data';
import { loadModel, openRun, sampleClasses } from '@cvg/cli';
import { deviationRatio, IntraClassDeviation, type IntraClassDeviationResult } from '@cvg/metrics';

/** What a run has come to. */
export interface RunOutcome {
  /** Share of its samples that the judge takes for their class. */
  readonly top1: number;
  /** Standard deviation of a pixel in a class, as a share of that of real images. */
  readonly deviationRatio: number;
}

/** A run has collapsed if its classes are less varied than this share of real ones, or its samples less often right than this. */
export const COLLAPSED: RunOutcome = { deviationRatio: 0.1, top1: 0.5 };

export const isCollapsed = (outcome: RunOutcome): boolean =>
  outcome.deviationRatio < COLLAPSED.deviationRatio || outcome.top1 < COLLAPSED.top1;

/** Variety of the held-out real images of each class. */
export async function realDeviation(data: ImageDataset): Promise<IntraClassDeviationResult> {
  const deviation = new IntraClassDeviation();
  for await (const batch of data.inOrder({ split: 'held-out' })) deviation.add(batch);
  return deviation.result();
}

/** Variety of what a run draws, as a share of that of real images. The engine must be running. */
export async function deviationOfRun(
  folder: string,
  real: IntraClassDeviationResult,
  { perClass, seed }: { readonly perClass: number; readonly seed: number },
): Promise<number> {
  const run = await openRun(folder);
  const model = await loadModel(run).finally(() => run.folder.close());
  try {
    const { images } = await sampleClasses(model, { perClass, seed });
    const labels = Int32Array.from({ length: images.shape[0] }, (_, index) => Math.floor(index / perClass));
    const deviation = new IntraClassDeviation();
    deviation.add({ ...images, labels });
    return deviationRatio(deviation.result(), real).ratio;
  } finally {
    model.dispose();
  }
}

/**
 * Where a share lies with 95 % confidence by what was seen in a few runs (Wilson's interval, which holds for 0 of 10, too).
 * https://doi.org/10.1080/01621459.1927.10502953
 */
export function shareInterval(count: number, total: number): readonly [low: number, high: number] {
  const z = 1.96;
  const share = count / total;
  const center = share + z ** 2 / (2 * total);
  const reach = z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  const scale = 1 + z ** 2 / total;
  return [Math.max(0, (center - reach) / scale), Math.min(1, (center + reach) / scale)];
}
