import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportHtml, type ReportSection } from '@cvg/report';
import { formatCount, plural } from '../ui/format.js';
import type { ComparisonColumnName } from './comparison-columns.js';
import { comparisonFigures, type ComparisonPlace } from './comparison-figures.js';
import { bestNumbers, comparisonCharts, comparisonFacts, comparisonTable } from './comparison-sections.js';
import type { Comparison } from './comparison.js';
import { gridImage } from './report-sections.js';

/** Which paper's figure a comparison is: Table 1 and Figure 5, or Figure 8. */
export type ComparisonKind = 'compare' | 'ablate';

interface Layout {
  readonly title: string;
  readonly best: readonly ComparisonColumnName[];
  readonly charts: readonly ComparisonColumnName[];
  /** Whether reconstructions come first. */
  readonly reconstructionsFirst: boolean;
}

const LAYOUTS: Readonly<Record<ComparisonKind, Layout>> = {
  compare: {
    title: 'Methods side by side',
    best: ['top1', 'score', 'frechet', 'diversity'],
    charts: ['top1', 'score', 'frechet', 'diversity', 'coverage', 'seconds'],
    reconstructionsFirst: false,
  },
  ablate: {
    title: 'CVAE-GAN without parts of its loss',
    best: ['pixelError', 'top1', 'frechet', 'diversity'],
    charts: ['pixelError', 'reconstructionSharpness', 'sharpness', 'top1', 'frechet', 'diversity'],
    reconstructionsFirst: true,
  },
};

/**
 * Writes `report.html` of a comparison: who is best and by what, the images side by side, and all numbers with what they
 * depend on.
 * @param kind - Of methods, or of parts of one.
 * @param comparison - Of `compareMethods`.
 * @param place - Its folder, and what was compared.
 * @returns The file.
 */
export async function writeComparisonReport(
  kind: ComparisonKind,
  comparison: Comparison,
  place: ComparisonPlace,
): Promise<string> {
  const { title, best, charts } = LAYOUTS[kind];
  const html = reportHtml({
    title,
    subtitle: subtitleOf(comparison),
    summary: bestNumbers(comparison, best),
    sections: [
      { heading: 'Who is better', text: reading(comparison), items: comparisonCharts(comparison, charts) },
      ...(await pictureSections(kind, comparison, place)),
      {
        heading: 'All numbers',
        text: 'Top-1, score, distances, precision to coverage: by the judge, a classifier that learned from the real training images only. Diversity: 1 - MS-SSIM of pairs in a class. Sharpness: variance of the Laplacian as a share of that of real images. Pixel error: root mean square of reconstructions of held-out images, pixels being in [-1, 1].',
        items: [
          comparisonTable(comparison, ['top1', 'score', 'frechet', 'kernel', 'diversity', 'seconds']),
          comparisonTable(comparison, ['precision', 'recall', 'density', 'coverage', 'sharpness']),
          comparisonTable(comparison, ['pixelError', 'reconstructionSharpness']),
        ],
      },
      { heading: 'What they depend on', items: [comparisonFacts(comparison)] },
    ],
  });
  const file = join(place.out, 'report.html');
  await writeFile(`${file}.tmp`, html);
  await rename(`${file}.tmp`, file);
  return file;
}

function subtitleOf({ settings, classes, seeds }: Comparison): string {
  const { size, steps, batchSize, engine } = settings;
  return [
    `${formatCount(classes.length)} classes, ${size} x ${size} pixels`,
    `${formatCount(steps)} steps of ${batchSize} images for each on ${engine}`,
    plural(seeds.length, 'seed'),
  ].join(' · ');
}

/** How far differences mean anything. */
function reading({ seeds }: Comparison): string {
  const line = 'Blue is the best of a chart, the dashed line what real images have.';
  return seeds.length > 1
    ? `${line} Numbers are means over ${seeds.length} seeds; ± and the whiskers are their standard deviation.`
    : `${line} There is one seed only, so small differences mean little: add seeds by --seeds 0,1,2.`;
}

async function pictureSections(
  kind: ComparisonKind,
  comparison: Comparison,
  place: ComparisonPlace,
): Promise<ReportSection[]> {
  const { samples, reconstructions } = await comparisonFigures(comparison, place);
  const [seed = 0] = comparison.seeds;
  const sections: ReportSection[] = [
    {
      heading: 'Samples',
      text: `A column is a class, and a row has the same noise in every class and method. Of seed ${seed}.`,
      items: [await gridImage(samples, 'Samples of each method')],
    },
  ];
  if (reconstructions) {
    sections.push({
      heading: 'Reconstructions',
      text: `Held-out images, and what comes back from the encoder and the generator. Of seed ${seed}.`,
      items: [await gridImage(reconstructions, 'Reconstructions by each method')],
    });
  }
  return LAYOUTS[kind].reconstructionsFirst ? sections.reverse() : sections;
}
