import { classifierScore } from './classifier-score.js';
import { frechetDistance } from './frechet-distance.js';
import type { JudgedImages } from './judge-images.js';
import { kernelDistance } from './kernel-distance.js';
import { measurement, mergeSeeds, type Measurement } from './measurement.js';
import { precisionRecallDensityCoverage } from './precision-recall-density-coverage.js';
import { topOneAccuracy } from './top-one-accuracy.js';

export interface MeasureGeneratedOptions {
  /** Splits of the classifier score. @default 10 */
  readonly splits?: number;
  /** Of the score's splits and the kernel distance's subsets. @default 0 */
  readonly seed?: number;
  /** Random subsets of the kernel distance. @default 100 */
  readonly subsets?: number;
  /** k of precision, recall, density and coverage. @default 5 */
  readonly neighbours?: number;
  /** Stops with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * All that one evaluator says of generated images beside real ones: top-1 accuracy, classifier score, Frechet and kernel distance, precision,
 * recall, density and coverage, for `sideBySide`. Real images may stand for the generated ones, as the row to compare with:
 * others than those in `real`, and as many.
 * @param real - Of `judgeImages`; n above `neighbours`.
 * @param generated - Of `judgeImages` by the same evaluator.
 * @param options - Of the four measures, and how to stop it.
 * @returns A measurement of each, in the order above.
 * @throws RangeError - Two evaluators, or too few samples.
 */
export async function measureGenerated(
  real: JudgedImages,
  generated: JudgedImages,
  { splits = 10, seed = 0, subsets = 100, neighbours = 5, signal }: MeasureGeneratedOptions = {},
): Promise<readonly Measurement[]> {
  const { network, seeds, labels, probabilities } = generated;
  const n = { generated: labels.length };
  const { accuracy } = await topOneAccuracy(probabilities, labels);
  const score = await classifierScore(probabilities, { splits, seed });
  return [
    measurement('topOneAccuracy', { accuracy }, { n, network, seeds }),
    measurement(
      'classifierScore',
      { mean: score.mean, standardDeviation: score.standardDeviation },
      { n, network, splits, seeds: mergeSeeds(seeds, { splits: [seed] }) },
    ),
    frechetDistance(real, generated),
    await kernelDistance(real, generated, { subsets, seed, signal }),
    await precisionRecallDensityCoverage(real, generated, { neighbours, signal }),
  ];
}
