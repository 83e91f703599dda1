import { lineChart, type LineChartOptions, type Point } from '@cvg/report';
import type { RingScore } from './ring-score.js';

/** Scores of the snapshots of one run, ascending. */
export type ScoreRows = readonly (RingScore & { readonly iteration: number })[];

/** Runs of one method, that differ in their seeds. */
export type RunsOfMethod = readonly { readonly seed: number; readonly scores: ScoreRows }[];

type Curve = Omit<LineChartOptions, 'series' | 'xLabel'> & { readonly score: keyof RingScore };

/** The curves by file name. */
const CURVES: Readonly<Record<string, Curve>> = {
  'coverage.svg': { score: 'coverage', title: 'Share of the angle of the ring', yLabel: 'share' },
  'on-ring.svg': { score: 'onRing', title: 'Share of the points on the ring', yLabel: 'share' },
  'inside.svg': { score: 'inside', title: 'Share of the points inside the ring', yLabel: 'share' },
  'distance.svg': {
    ...{ score: 'meanDistance', title: 'Mean distance of the points from the ring' },
    ...{ yLabel: 'distance', yScale: 'log' },
  },
};

/** Scores over iterations as charts, by file name: the mean over the seeds of each method, and each seed faint. */
export async function scoreCharts(methods: ReadonlyMap<string, RunsOfMethod>): Promise<Map<string, string>> {
  const charts = new Map<string, string>();
  for (const [file, { score, ...chart }] of Object.entries(CURVES)) {
    const series = [...methods].map(([name, runs]) => {
      const members = runs.map(({ scores }) => scores.map((row): Point => [row.iteration, row[score]]));
      return { name, points: meanOfRuns(members), members: members.length > 1 ? members : [] };
    });
    charts.set(file, await lineChart({ ...chart, series, xLabel: 'iteration' }));
  }
  return charts;
}

/** The mean at the iterations that all runs have. */
function meanOfRuns(runs: readonly (readonly Point[])[]): Point[] {
  const [first = [], ...others] = runs.map((points) => new Map(points.map(([x, y]) => [x, y])));
  return [...first].flatMap(([x, y]): Point[] => {
    const values = [y, ...others.flatMap((points) => points.get(x) ?? [])];
    if (values.length < runs.length) return [];
    return [[x, values.reduce((sum, value) => sum + value, 0) / values.length]];
  });
}
