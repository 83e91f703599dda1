import { encodePng, type ReportFacts, type ReportImage, type ReportTable } from '@cvg/report';
import { formatCount, formatPercent } from '../ui/format.js';
import type { Evaluation, EvaluationRow } from './evaluation.js';
import type { LabelledGrid } from './labelled-grid.js';
import type { RunConfig } from './run-config.js';
import { transparentGaps } from './transparent-gaps.js';

/** A grid as a picture of a report. */
export async function gridImage(grid: LabelledGrid, alt: string, caption?: string): Promise<ReportImage> {
  const png = await encodePng(transparentGaps(grid)); // whose page is light or dark
  return {
    ...{ kind: 'image', png, alt, caption },
    ...(grid.rowLabels.some((label) => label !== '') && { rowLabels: grid.rowLabels }),
    ...(grid.columnLabels.length > 0 && { columnLabels: grid.columnLabels }),
  };
}

const percentOr = (share: number | undefined): string => (share === undefined ? '–' : formatPercent(share));
const numberOr = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? '–';

/** The table of an evaluation: generated images, and real ones beside them. */
export function evaluationTable({ generated, real, evaluator }: Evaluation): ReportTable {
  const row = (
    name: string,
    { n, top1, classifierScore, classifierScoreDeviation, deviation }: EvaluationRow,
  ) => [
    name,
    formatCount(n),
    percentOr(top1),
    `${classifierScore.toFixed(2)} ± ${classifierScoreDeviation.toFixed(2)}`,
    numberOr(deviation, 3),
  ];
  return {
    kind: 'table',
    columns: ['images', 'n', 'top-1', 'classifier score', 'deviation in a class'],
    rows: [row('generated', generated), row('real, held out', real)],
    caption: `The judge never saw these images while it learned; it is right on ${formatPercent(evaluator.accuracy)} of ${formatCount(evaluator.n)} held-out images.`,
  };
}

/** Top-1 of each class. */
export function classTable({ top1PerClass = [] }: Evaluation): ReportTable {
  return {
    kind: 'table',
    columns: ['class', 'right', 'of'],
    rows: top1PerClass.map(({ name, correct, n }) => [name, formatCount(correct), formatCount(n)]),
  };
}

/** Every field of a configuration by its path; those of the training without their prefix. */
export function configFacts({ engine, steps, data, training }: RunConfig): ReportFacts {
  const facts: ReportFacts['facts'][number][] = [];
  const visit = (path: string, value: unknown): void => {
    if (Array.isArray(value) || typeof value !== 'object' || value === null) {
      facts.push({ label: path, value: Array.isArray(value) ? value.join(', ') : String(value) });
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      if (inner !== undefined) visit(path === '' ? key : `${path}.${key}`, inner);
    }
  };
  visit('', { engine, steps, data, ...training });
  return { kind: 'facts', facts };
}
