import { cellOf, cellText, COMPARISON_COLUMNS } from '../workflows/comparison-columns.js';
import type { Comparison } from '../workflows/comparison.js';
import { formatCount, formatPercent, plural } from './format.js';

const { top1, score, frechet, diversity, seconds } = COMPARISON_COLUMNS;

/**
 * A comparison as lines of text: a row of real images, then a row a method.
 * @param comparison - Of `compareMethods`.
 * @returns Text without a line break at its end.
 */
export function formatComparison({ table, evaluator, seeds, perClass, classes }: Comparison): string {
  const columns = [top1, score, frechet, diversity, seconds];
  const cells = [
    ['', ...columns.map(({ label }) => label)],
    ...table.rows.map(({ name }) => [
      name,
      ...columns.map((column) =>
        cellText(cellOf(table, name, column), column, seeds.length > 1).replace('–', '-'),
      ),
    ]),
  ];
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return [
    `${plural(seeds.length, 'seed')}, ${formatCount(perClass * classes.length)} images each, judged by a classifier that is right on ${formatPercent(evaluator.accuracy)} of ${formatCount(evaluator.n)} held-out images:`,
    ...cells.map(line),
  ].join('\n');
}
