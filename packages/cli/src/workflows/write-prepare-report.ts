import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '@cvg/data';
import { reportHtml, type ReportSection, type SummaryNumber } from '@cvg/report';
import { formatCount, formatPercent, plural } from '../ui/format.js';
import { acceptedSheet, rejectedSheet } from './contact-sheet.js';
import type { PreparedDataset } from './prepare-dataset.js';
import { classCounts, duplicateTable, preparedFacts, rejectedItems } from './prepare-report-sections.js';

/** How the report of a prepared folder is called. */
export interface PrepareReportOptions {
  /** @default the name of the folder */
  readonly title?: string;
}

/**
 * Writes `report.html` into a prepared folder: what was taken of the photos, what was left out and why, duplicates, classes; one file
 * that needs no network.
 * @param prepared - Of `prepareDataset`.
 * @param options - The title.
 * @returns The file.
 */
export async function writePrepareReport(
  prepared: PreparedDataset,
  { title = `Prepared: ${prepared.data.folder}` }: PrepareReportOptions = {},
): Promise<string> {
  const { data } = prepared;
  const { manifest, folder } = data;
  const [, height, width, channels] = manifest.images.shape;
  const html = reportHtml({
    title,
    subtitle: [
      `${plural(data.length, 'image')} of ${plural(data.numClasses, 'class', 'es')}`,
      `${height} x ${width} pixels, ${channels === 1 ? 'grey' : 'colour'}`,
      ...(manifest.source.kind === 'records'
        ? [`${manifest.source.layout}, crop ${manifest.source.options.crop}`]
        : []),
    ].join(' · '),
    summary: summaryOf(manifest, data.rows('held-out').length),
    sections: [
      ...(await photoSections(prepared)),
      {
        heading: 'Classes',
        text: emptyText(manifest),
        items: [classCounts(data)],
      },
      { heading: 'Options', items: [preparedFacts(data)] },
    ],
  });
  const file = join(folder, 'report.html');
  await writeFile(`${file}.tmp`, html);
  await rename(`${file}.tmp`, file);
  return file;
}

async function photoSections({ data, listing }: PreparedDataset): Promise<ReportSection[]> {
  if (listing === undefined) return [];
  const { rejected, source } = data.manifest;
  const accepted = await acceptedSheet(data, listing);
  const sections: ReportSection[] = [];
  if (accepted) sections.push({ heading: 'Photos and images', items: [accepted] });
  if (rejected.length > 0) {
    const photos = await rejectedSheet(data, listing);
    sections.push({ heading: 'Left out', items: [...(photos ? [photos] : []), ...rejectedItems(rejected)] });
  }
  if (source.kind === 'records' && source.duplicates.length > 0) {
    sections.push({
      heading: 'Duplicates',
      text: 'Files with the same bytes. They were kept: look whether one of them lies in the wrong class.',
      items: [duplicateTable(source.duplicates)],
    });
  }
  return sections;
}

function summaryOf({ images, classes, rejected, source }: Manifest, numHeldOut: number): SummaryNumber[] {
  const [n] = images.shape;
  // An image of several faces is one file.
  const taken = source.kind === 'records' ? new Set(source.files).size : n;
  return [
    { label: 'Images', value: formatCount(n), note: `${formatCount(numHeldOut)} held out` },
    { label: 'Classes', value: formatCount(classes.length) },
    {
      label: 'Files used',
      value: formatPercent(taken / (taken + rejected.length), 2),
      note: `${formatCount(rejected.length)} left out`,
    },
    ...(source.kind === 'records'
      ? [{ label: 'Contents that several files have', value: formatCount(source.duplicates.length) }]
      : []),
  ];
}

function emptyText({ emptyClasses }: Manifest): string | undefined {
  if (emptyClasses.length === 0) return undefined;
  const named = emptyClasses.slice(0, 100).join(', ');
  const more = emptyClasses.length > 100 ? ` and ${formatCount(emptyClasses.length - 100)} more` : '';
  return `Without a usable image, and so left out: ${named}${more}.`;
}
