import type { Evaluation, EvaluationRow } from '../workflows/evaluation.js';
import { formatCount, formatPercent } from './format.js';

/**
 * An evaluation as lines of text: a row of generated images, one of real ones.
 * @param evaluation - Of `evaluateRun`.
 * @returns Text without a line break at its end.
 */
export function formatEvaluation({ step, evaluator, generated, real, deviationRatio }: Evaluation): string {
  const cells = (name: string, { n, top1, classifierScore, deviation }: EvaluationRow): string =>
    [
      name.padEnd(16),
      formatCount(n).padStart(6),
      (top1 === undefined ? '-' : formatPercent(top1)).padStart(9),
      classifierScore.toFixed(2).padStart(7),
      (deviation?.toFixed(3) ?? '-').padStart(11),
    ].join('');
  return [
    `Step ${formatCount(step)}, judged by a classifier that is right on ${formatPercent(evaluator.accuracy)} of ${formatCount(evaluator.n)} held-out images:`,
    `${''.padEnd(16)}     n    top-1  score  deviation`,
    cells('generated', generated),
    cells('real, held out', real),
    ...(deviationRatio === undefined ? [] : [`deviation ratio ${deviationRatio.toFixed(3)}`]),
    ...(generated.n === real.n ? [] : ['Scores of different n do not compare.']),
  ].join('\n');
}
