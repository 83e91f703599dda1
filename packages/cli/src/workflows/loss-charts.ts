import { lineChart, type LineSeries, type ReportChart } from '@cvg/report';

interface ChartOfSeries {
  readonly title: string;
  readonly yLabel: string;
  readonly yScale: 'linear' | 'log';
  /** Names in the legend, by name in the log. */
  readonly series: Readonly<Record<string, string>>;
}

/** Charts of a training; one whose series a recipe does not have is left out. */
const CHARTS: readonly ChartOfSeries[] = [
  {
    ...{ title: 'Reconstruction', yLabel: 'loss', yScale: 'log' },
    series: { pixels: 'pixels', featuresD: 'features of D', featuresC: 'features of C', kl: 'KL' },
  },
  {
    ...{ title: 'Discriminator and classifier', yLabel: 'loss', yScale: 'log' },
    series: {
      discriminator: 'D',
      classifier: 'C',
      adversarial: 'G, adversarial',
      classification: 'G, classification',
    },
  },
  {
    ...{ title: 'Mean feature matching', yLabel: 'loss', yScale: 'log' },
    series: { meanD: 'of D, Eq. 2', meanC: 'of C by class, Eq. 4' },
  },
  {
    ...{ title: 'Speed', yLabel: 'images a second', yScale: 'linear' },
    series: { imagesPerSecond: 'images a second' },
  },
];

/** Share of a curve that its smooth line averages over. */
const SMOOTHING = 0.05;

/** The curves of a run's log. */
export async function lossCharts(
  records: readonly Readonly<Record<string, number>>[],
): Promise<ReportChart[]> {
  const charts: ReportChart[] = [];
  for (const { title, yLabel, yScale, series: names } of CHARTS) {
    const series: LineSeries[] = Object.entries(names)
      .map(([key, name]) => ({
        name,
        points: records.map((record) => [record.step ?? NaN, record[key] ?? NaN] as const),
      }))
      .filter(({ points }) => points.some(([, y]) => Number.isFinite(y) && (yScale === 'linear' || y > 0)));
    if (series.length === 0) continue;
    const svg = await lineChart({ title, series, xLabel: 'step', yLabel, yScale, smoothing: SMOOTHING });
    charts.push({ kind: 'chart', svg });
  }
  return charts;
}
