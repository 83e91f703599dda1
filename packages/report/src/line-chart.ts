import { assertNotEmpty } from './assert.js';
import { logTicks } from './log-ticks.js';
import { printable } from './markup.js';
import { SERIES_COLORS } from './palette.js';
import { orderedPoints, smoothPoints, thinPoints, type Point } from './points.js';
import { renderVega, type LayeredChart } from './render-vega.js';

export interface LineSeries {
  /** Its name in the legend. */
  readonly name: string;
  /** `[x, y]` in any order. Points that are not finite are left out. */
  readonly points: readonly Point[];
  /** Lines that it stands for, such as those of the seeds of a mean: drawn faint, in its colour. @default none */
  readonly members?: readonly (readonly Point[])[];
}

export interface LineChartOptions {
  readonly title: string;
  /** From 1 to 8 lines. One alone has no legend: `yLabel` says what it is. */
  readonly series: readonly LineSeries[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** A logarithmic axis leaves out points with y <= 0. @default 'linear' */
  readonly yScale?: 'linear' | 'log';
  /**
   * Share of the points of a series, in [0, 1), that each point of a smoother line rests on; the line as it is stays visible, faint.
   * @default 0
   */
  readonly smoothing?: number;
}

/** Points of a drawn line, for some 450 pixels across. */
const MAX_POINTS = 500;
const MAX_SMOOTH_POINTS = 250;
/** Lines with so few points show them. */
const MAX_MARKED_POINTS = 16;

/**
 * A chart of lines as SVG. Long series are thinned to what can be seen; no peak is lost.
 * Text and axes take the colour of the text around them (`currentColor`), so the chart suits light and dark pages.
 * @param options - The lines, their axes, and how they are smoothed.
 * @returns An SVG document of 520x320 pixels.
 * @throws RangeError - No series, more than 8, no point to draw in any of them, or `smoothing` outside [0, 1).
 */
export async function lineChart(options: LineChartOptions): Promise<string> {
  const { title, series, xLabel, yLabel, yScale = 'linear', smoothing = 0 } = options;
  assertNotEmpty('lineChart: series', series);
  if (series.length > SERIES_COLORS.length) {
    throw new RangeError(
      `lineChart: series: expected at most ${SERIES_COLORS.length}, got ${series.length}; draw several charts.`,
    );
  }
  if (!(smoothing >= 0 && smoothing < 1)) {
    throw new RangeError(`lineChart: smoothing must be in [0, 1), got ${smoothing}.`);
  }
  const isLog = yScale === 'log';
  const drawable = (points: readonly Point[]): readonly Point[] =>
    orderedPoints(points).filter(([, y]) => !isLog || y > 0);
  const lines = series.map(({ name, points, members = [] }, index) => ({
    name,
    color: SERIES_COLORS[index] ?? SERIES_COLORS[0],
    points: drawable(points),
    members: members.map(drawable),
  }));
  if (lines.every(({ points }) => points.length === 0)) {
    throw new RangeError(
      `lineChart: series: expected at least one finite point${isLog ? ' with y > 0' : ''}, got none.`,
    );
  }
  const chart: LayeredChart = {
    layer: [
      ...lines.flatMap(({ color, members }) =>
        members.map((points) => lineLayer(color, thinPoints(points, MAX_POINTS), true)),
      ),
      ...lines.map(({ color, points }) => lineLayer(color, thinPoints(points, MAX_POINTS), smoothing > 0)),
      ...lines.flatMap(({ color, points }) =>
        smoothing > 0 ? [lineLayer(color, smoothLine(points, smoothing, isLog))] : [],
      ),
      ...lines.flatMap(({ color, points }) =>
        points.length <= MAX_MARKED_POINTS
          ? [{ ...dataOf(points), mark: { type: 'circle' as const, color } }]
          : [],
      ),
    ],
    encoding: {
      x: { field: 'x', type: 'quantitative', title: printable(xLabel), scale: { zero: false, nice: false } },
      y: {
        field: 'y',
        type: 'quantitative',
        title: printable(yLabel),
        scale: { zero: false, type: yScale },
        axis: isLog
          ? {
              values: [
                ...logTicks(
                  lines.flatMap(({ points, members }) => [points, ...members].flat().map(([, y]) => y)),
                ),
              ],
            }
          : {},
      },
    },
  };
  return await renderVega(chart, { title, legend: lines.length > 1 ? lines : [], width: 520, height: 320 });
}

const dataOf = (points: readonly Point[]): { data: { values: { x: number; y: number }[] } } => ({
  data: { values: points.map(([x, y]) => ({ x, y })) },
});

const lineLayer = (color: string, points: readonly Point[], isFaint = false) => ({
  ...dataOf(points),
  mark: { type: 'line' as const, color, ...(isFaint && { opacity: 0.3, strokeWidth: 1 }) },
});

/** Smooth as it is seen: on a logarithmic axis that is the logarithms. */
function smoothLine(points: readonly Point[], share: number, isLog: boolean): readonly Point[] {
  if (!isLog) return smoothPoints(points, share, MAX_SMOOTH_POINTS);
  const powers = points.map(([x, y]): Point => [x, Math.log10(y)]);
  return smoothPoints(powers, share, MAX_SMOOTH_POINTS).map(([x, power]) => [x, 10 ** power]);
}
