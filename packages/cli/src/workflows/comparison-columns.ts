import type { MeasurementCell, MeasurementTable } from '@cvg/metrics';
import { formatDuration, formatPercent } from '../ui/format.js';
import { REAL } from './comparison.js';

/** A number of a comparison as a person reads it. */
export interface ComparisonColumn {
  readonly metric: string;
  readonly value: string;
  readonly label: string;
  /** What is good: a high value, a low one, or one near to that of real images. */
  readonly better: 'higher' | 'lower' | 'near-real';
  readonly format: (value: number) => string;
}

const digits =
  (count: number) =>
  (value: number): string =>
    value.toFixed(count);
const percent = (value: number): string => formatPercent(value);

/** Columns by the name that {@link columnsOf} takes. */
export const COMPARISON_COLUMNS = {
  top1: { metric: 'topOneAccuracy', value: 'accuracy', label: 'top-1', better: 'higher', format: percent },
  score: { metric: 'classifierScore', value: 'mean', label: 'score', better: 'higher', format: digits(2) },
  frechet: {
    ...{ metric: 'frechetDistance', value: 'distance', label: 'Frechet distance' },
    ...{ better: 'lower', format: digits(2) },
  },
  kernel: {
    ...{ metric: 'kernelDistance', value: 'mean', label: 'kernel distance' },
    ...{ better: 'lower', format: digits(3) },
  },
  precision: {
    ...{ metric: 'precisionRecallDensityCoverage', value: 'precision', label: 'precision' },
    ...{ better: 'higher', format: digits(3) },
  },
  recall: {
    ...{ metric: 'precisionRecallDensityCoverage', value: 'recall', label: 'recall' },
    ...{ better: 'higher', format: digits(3) },
  },
  density: {
    ...{ metric: 'precisionRecallDensityCoverage', value: 'density', label: 'density' },
    ...{ better: 'higher', format: digits(3) },
  },
  coverage: {
    ...{ metric: 'precisionRecallDensityCoverage', value: 'coverage', label: 'coverage' },
    ...{ better: 'higher', format: digits(3) },
  },
  diversity: {
    ...{ metric: 'intraClassDiversity', value: 'diversity', label: 'diversity' },
    ...{ better: 'near-real', format: digits(3) },
  },
  sharpness: {
    ...{ metric: 'sharpness', value: 'ofReal', label: 'sharpness' },
    ...{ better: 'near-real', format: digits(2) },
  },
  pixelError: {
    ...{ metric: 'reconstruction', value: 'pixelError', label: 'pixel error' },
    ...{ better: 'lower', format: digits(3) },
  },
  reconstructionSharpness: {
    ...{ metric: 'reconstruction', value: 'sharpness', label: 'sharpness of reconstructions' },
    ...{ better: 'near-real', format: digits(2) },
  },
  seconds: {
    ...{ metric: 'training', value: 'seconds', label: 'training time' },
    ...{ better: 'lower', format: formatDuration },
  },
} as const satisfies Record<string, ComparisonColumn>;

export type ComparisonColumnName = keyof typeof COMPARISON_COLUMNS;

/** A row's cell of a column; `undefined` where it was not measured. */
export function cellOf(
  { columns, rows }: MeasurementTable,
  row: string,
  { metric, value }: ComparisonColumn,
): MeasurementCell | undefined {
  const index = columns.findIndex((column) => column.metric === metric && column.value === value);
  return rows.find(({ name }) => name === row)?.cells[index];
}

/** `98.2 %`, over several seeds `98.2 ± 0.3 %`; a dash where nothing was measured. */
export function cellText(
  cell: MeasurementCell | undefined,
  { format }: ComparisonColumn,
  spread: boolean,
): string {
  if (!cell) return '–';
  const text = format(cell.value);
  if (!spread || cell.spread === undefined) return text;
  const [, unit = ''] = /( %)$/.exec(text) ?? [];
  return `${text.slice(0, text.length - unit.length)} ± ${format(cell.spread).replace(/ %$/, '')}${unit}`;
}

/** The methods of a column from the best to the worst; those without a number are left out. */
export function ranked(table: MeasurementTable, column: ComparisonColumn): readonly string[] {
  // Shares of what real images have count 1 as perfect; the rest that shall be near is measured of real images.
  const real = cellOf(table, REAL, column)?.value ?? 1;
  const badness = ({ value }: MeasurementCell): number => {
    if (column.better === 'near-real') return Math.abs(value - real);
    return column.better === 'lower' ? value : -value;
  };
  return table.rows
    .flatMap(({ name }) => {
      const cell = name === REAL ? undefined : cellOf(table, name, column);
      return cell ? [{ name, badness: badness(cell) }] : [];
    })
    .sort((left, right) => left.badness - right.badness)
    .map(({ name }) => name);
}
