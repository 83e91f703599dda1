import type { RocPoint } from '@cvg/metrics';
import type { Point } from '@cvg/report';

/**
 * The mean of several ROC curves: at every false positive rate the mean of their true positive rates. The area under it is the mean of
 * theirs.
 * @param curves - By falling thresholds, from (0, 0) to (1, 1), as `rocCurve` gives them.
 * @returns `[false positive rate, true positive rate]`, from (0, 0) to (1, 1); both ends of a vertical step.
 */
export function meanRoc(curves: readonly (readonly RocPoint[])[]): readonly Point[] {
  const rates = new Set(curves.flat().map(({ falsePositiveRate }) => falsePositiveRate));
  const mean = (rate: number, end: 'lower' | 'upper'): Point => [
    rate,
    curves.reduce((sum, curve) => sum + truePositiveRateAt(rate, end, curve), 0) / curves.length,
  ];
  return [...rates]
    .sort((a, b) => a - b)
    .flatMap((rate) => {
      const [lower, upper] = [mean(rate, 'lower'), mean(rate, 'upper')];
      return lower[1] === upper[1] ? [upper] : [lower, upper];
    });
}

function truePositiveRateAt(rate: number, end: 'lower' | 'upper', curve: readonly RocPoint[]): number {
  const there = curve.filter(({ falsePositiveRate }) => falsePositiveRate === rate);
  const found = there.at(end === 'lower' ? 0 : -1);
  if (found) return found.truePositiveRate;
  const right = curve.findIndex(({ falsePositiveRate }) => falsePositiveRate > rate);
  const [before, after] = [curve[right - 1], curve[right]];
  if (!before || !after)
    throw new RangeError(`meanRoc: curves: expected rates from 0 to 1, got none around ${rate}.`);
  const share = (rate - before.falsePositiveRate) / (after.falsePositiveRate - before.falsePositiveRate);
  return before.truePositiveRate + share * (after.truePositiveRate - before.truePositiveRate);
}
