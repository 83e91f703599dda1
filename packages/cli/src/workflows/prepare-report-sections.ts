import type { PreparedData, RejectedFile } from '@cvg/data';
import type { ReportFacts, ReportItem, ReportTable } from '@cvg/report';
import { formatCount, formatPercent } from '../ui/format.js';

/** Rows of a table; the manifest has all. */
const TABLE_ROWS = 500;

/** How many files were left out for each reason, the most frequent first. */
export function countsByReason(rejected: readonly RejectedFile[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { reason } of rejected) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** Images of each class, and those held out of them. */
export function classCounts(data: PreparedData): ReportTable {
  const all = data.labelCounts('all');
  const heldOut = data.labelCounts('held-out');
  const rows = data.classes.map((name, id) => [name, all[id] ?? 0, heldOut[id] ?? 0] as const);
  return cut(['class', 'images', 'held out'], rows);
}

/** Why files were left out, and which. */
export function rejectedItems(rejected: readonly RejectedFile[]): readonly ReportItem[] {
  const counts = countsByReason(rejected).map(([reason, count]) => [
    ...[reason, formatCount(count), formatPercent(count / rejected.length)],
  ]);
  const rows = rejected.map(({ file, reason, detail }) => [file, reason, detail]);
  return [
    { kind: 'table', columns: ['reason', 'files', 'of those left out'], rows: counts },
    cut(['file', 'reason', 'detail'], rows),
  ];
}

/** Files of one content, a line for each content. */
export function duplicateTable(duplicates: readonly (readonly string[])[]): ReportTable {
  return cut(
    ['files', 'of one content'],
    duplicates.map((files) => [files.length, files.join(', ')]),
  );
}

/** How the folder was made. */
export function preparedFacts({ manifest }: PreparedData): ReportFacts {
  const { source, split, images } = manifest;
  const { heldOut, ...how } = split;
  const values = {
    ...(source.kind === 'records' ? { dataset: source.layout } : { dataset: source.kind }),
    ...source.options,
    ...Object.fromEntries(Object.entries(how).map(([key, value]) => [`split.${key}`, value])),
    'split.heldOut': `${formatCount(heldOut.length)} images`,
    'images.sha256': images.sha256,
  };
  const facts = Object.entries(values).map(([label, value]) => ({
    label,
    value: shortened(Array.isArray(value) ? value.join(', ') : String(value)),
  }));
  return { kind: 'facts', facts };
}

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)} ...` : text);

function cut(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): ReportTable {
  const more = rows.length - TABLE_ROWS;
  return {
    ...{ kind: 'table', columns, rows: rows.slice(0, TABLE_ROWS) },
    ...(more > 0 && { caption: `And ${formatCount(more)} more, in manifest.json.` }),
  };
}
