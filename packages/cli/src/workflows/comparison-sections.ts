import type { MeasurementCell, MeasurementTable } from '@cvg/metrics';
import {
  barChart,
  type ReportChart,
  type ReportFacts,
  type ReportTable,
  type SummaryNumber,
} from '@cvg/report';
import { formatCount, formatPercent } from '../ui/format.js';
import {
  cellOf,
  cellText,
  COMPARISON_COLUMNS,
  ranked,
  type ComparisonColumn,
  type ComparisonColumnName,
} from './comparison-columns.js';
import { REAL, type Comparison } from './comparison.js';

/** What it means to be the first of a column, and what is good about its number, in a person's words. */
const WORDS: Partial<Record<ComparisonColumnName, { readonly best: string; readonly note: string }>> = {
  top1: { best: 'Most often recognised', note: 'share taken for their class; higher is better' },
  score: { best: 'Highest score', note: 'sure and balanced judgements; higher is better' },
  frechet: { best: 'Nearest to real images', note: 'of features; lower is better' },
  coverage: { best: 'Covers most', note: 'of real images, by near ones; higher is better' },
  diversity: { best: 'As varied as real images', note: 'inside a class; nearest to real is best' },
  sharpness: { best: 'As sharp as real images', note: 'far below 1 is blurry; noise raises it, too' },
  pixelError: { best: 'Keeps most details', note: 'of reconstructions; lower is better' },
  reconstructionSharpness: {
    ...{ best: 'Sharp reconstructions', note: 'far below 1 is blurry; noise raises it, too' },
  },
  seconds: { best: 'Fastest to train', note: 'shorter is better' },
};

/**
 * Who is best in some columns: big, with its number, that of the next, and that of real images. It says so if the two are no further
 * apart than their standard deviations together.
 */
export function bestNumbers(
  { table, seeds }: Comparison,
  names: readonly ComparisonColumnName[],
): SummaryNumber[] {
  return names.flatMap((name) => {
    const column = COMPARISON_COLUMNS[name];
    const [best, next] = ranked(table, column);
    const words = WORDS[name];
    if (best === undefined || !words) return [];
    const cell = (row: string): MeasurementCell | undefined => cellOf(table, row, column);
    const text = (row: string): string => cellText(cell(row), column, false).replace(' ', '\u00a0');
    const isClear = next === undefined || seeds.length === 1 || areApart(cell(best), cell(next));
    const note = [
      `${column.label} ${text(best)}`,
      ...(next === undefined ? [] : [`${next} ${text(next)}${isClear ? '' : ' (within the spread)'}`]),
      ...(cell(REAL) ? [`real ${text(REAL)}`] : []),
    ].join('; ');
    return [{ label: words.best, value: best, note }];
  });
}

/** Whether two means are further apart than their standard deviations together. */
function areApart(first: MeasurementCell | undefined, second: MeasurementCell | undefined): boolean {
  if (!first || !second) return true;
  return Math.abs(first.value - second.value) > (first.spread ?? 0) + (second.spread ?? 0);
}

/** A chart a column: a bar a method, the best in colour, real images as a dashed line. Columns that nobody has are left out. */
export function comparisonCharts(
  { table, seeds }: Comparison,
  names: readonly ComparisonColumnName[],
): ReportChart[] {
  return names.flatMap((name) => {
    const column: ComparisonColumn = COMPARISON_COLUMNS[name];
    const [best] = ranked(table, column);
    const bars = methodsOf(table).flatMap((label) => {
      const cell = cellOf(table, label, column);
      if (!cell || cell.value < 0) return [];
      const { value, spread } = cell;
      const text = cellText(cell, column, seeds.length > 1);
      return [{ label, value, spread, text, highlight: label === best }];
    });
    if (bars.length === 0) return [];
    const real = cellOf(table, REAL, column);
    const reference = real && { value: Math.max(0, real.value), label: `real ${column.format(real.value)}` };
    const title = column.label.charAt(0).toUpperCase() + column.label.slice(1);
    return [{ kind: 'chart', svg: barChart({ title, note: WORDS[name]?.note, bars, reference }) }];
  });
}

/** Some columns of a comparison in one table: real images, then a row a method. */
export function comparisonTable(
  { table, seeds }: Comparison,
  names: readonly ComparisonColumnName[],
  caption?: string,
): ReportTable {
  const columns = names.map((name): ComparisonColumn => COMPARISON_COLUMNS[name]);
  return {
    kind: 'table',
    columns: ['images', ...columns.map(({ label }) => label)],
    rows: table.rows.map(({ name }) => [
      name,
      ...columns.map((column) => cellText(cellOf(table, name, column), column, seeds.length > 1)),
    ]),
    caption,
  };
}

/** On what the numbers depend. */
export function comparisonFacts(comparison: Comparison): ReportFacts {
  const { settings, evaluator, seeds, perClass, classes, table, runs } = comparison;
  const score = table.columns.find(({ metric }) => metric === 'classifierScore');
  const nearest = table.columns.find(({ metric }) => metric === 'precisionRecallDensityCoverage');
  const n = formatCount(perClass * classes.length);
  return {
    kind: 'facts',
    facts: [
      { label: 'images of a set (n)', value: `${n}, ${formatCount(perClass)} of each class` },
      { label: 'compared with', value: `${n} training images` },
      { label: 'row of real images', value: `${n} held-out images` },
      { label: 'seeds of training and noise', value: seeds.join(', ') },
      {
        label: 'steps of each run',
        value: [...new Set(runs.map(({ step }) => formatCount(step)))].join(', '),
      },
      { label: 'splits of the score', value: score?.splits ?? 1 },
      { label: 'neighbours (k)', value: nearest?.settings.neighbours ?? '' },
      {
        label: "judge's accuracy",
        value: `${formatPercent(evaluator.accuracy)} of ${formatCount(evaluator.n)} held out`,
      },
      { label: "judge's steps", value: formatCount(evaluator.steps) },
      { label: "judge's hash (SHA-256)", value: evaluator.hash },
      ...Object.entries<string | number | boolean | undefined>(settings).flatMap(([label, value]) =>
        value === undefined ? [] : [{ label, value: String(value) }],
      ),
    ],
  };
}

const methodsOf = (table: MeasurementTable): string[] =>
  table.rows.flatMap(({ name }) => (name === REAL ? [] : [name]));
