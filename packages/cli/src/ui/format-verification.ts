import type { Verification } from '../workflows/verification.js';
import { formatCount, formatPercent } from './format.js';

/**
 * Table 2 as lines of text: a row a set of images that was learned from.
 * @param verification - Of `verifyFaces`.
 * @returns Text without a line break at its end.
 */
export function formatVerification({ rows, pairs, folds, seeds }: Verification): string {
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  const several = seeds.length > 1;
  return [
    `${formatCount(pairs)} pairs in ${folds} folds${several ? `, means over ${seeds.length} seeds ± their deviation` : ''}:`,
    `${''.padEnd(width)}${'images'.padStart(9)}${'accuracy'.padStart(several ? 16 : 10)}  standard error     AUC`,
    ...rows.map(({ name, realImages, addedImages, accuracy, standardError, auc }) =>
      [
        name.padEnd(width),
        formatCount(realImages + addedImages).padStart(9),
        `${formatPercent(accuracy.mean, 2)}${several ? ` ± ${(100 * accuracy.deviation).toFixed(2)}` : ''}`.padStart(
          several ? 16 : 10,
        ),
        (100 * standardError).toFixed(2).padStart(16),
        auc.mean.toFixed(4).padStart(8),
      ].join(''),
    ),
  ].join('\n');
}
