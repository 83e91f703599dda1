import type { TopLevelSpec } from 'vega-lite';
import { assertNotEmpty } from './assert.js';
import { SERIES_COLORS } from './palette.js';
import { orderedPoints, smoothPoints, thinPoints, type Point } from './points.js';
import { renderVega } from './render-vega.js';

export interface LineSeries {
  /** Its name in the legend; no two series share one. */
  readonly name: string;
  /** `[x, y]` in any order. Points that are not finite are left out. */
  readonly points: readonly Point[];
}

export interface LineChartOptions {
  readonly title: string;
  /** From 1 to 8 lines. One alone needs no legend and gets none. */
  readonly series: readonly LineSeries[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** A logarithmic axis leaves out points with y <= 0. @default 'linear' */
  readonly yScale?: 'linear' | 'log';
  /**
   * Share of the points of a series, in [0, 1), that a centred moving average spans; the points as they are stay visible, faint.
   * @default 0
   */
  readonly smoothing?: number;
}

/** Points of a drawn line: about two for each pixel across. */
const MAX_POINTS = 800;
/** Lines with so few points show them. */
const MAX_MARKED_POINTS = 16;

/**
 * A chart of lines as SVG. Long series are thinned to what can be seen; no peak is lost.
 * Text and axes take the colour of the text around them (`currentColor`), so the chart suits light and dark pages.
 * @returns An SVG document of 520x300 pixels.
 * @throws RangeError - No series, more than 8, two of the same name, nothing to draw, or `smoothing` outside [0, 1).
 */
export async function lineChart(options: LineChartOptions): Promise<string> {
  const { title, series, xLabel, yLabel, yScale = 'linear', smoothing = 0 } = options;
  assertSeries(series);
  if (!(smoothing >= 0 && smoothing < 1)) {
    throw new RangeError(`lineChart: smoothing must be in [0, 1), got ${smoothing}.`);
  }
  const lines = series.map(({ name, points }) => {
    const drawable = orderedPoints(points).filter(([, y]) => yScale === 'linear' || y > 0);
    return { name, drawable, isMarked: drawable.length <= MAX_MARKED_POINTS };
  });
  if (lines.every(({ drawable }) => drawable.length === 0)) {
    const wanted = yScale === 'log' ? 'finite point with y > 0' : 'finite point';
    throw new RangeError(`lineChart: series: expected at least one ${wanted}, got none.`);
  }
  const isSmoothed = smoothing > 0;
  const layer = (name: string, points: (line: (typeof lines)[number]) => readonly Point[]) => ({
    name,
    data: {
      values: lines.flatMap((line) => points(line).map(([x, y]) => ({ x, y, series: line.name }))),
    },
  });
  const raw = layer('raw', ({ drawable }) => thinPoints(drawable, MAX_POINTS));
  const smooth = layer('smooth', ({ drawable }) => smoothPoints(drawable, smoothing, MAX_POINTS));
  const marks = layer('marks', ({ drawable, isMarked }) => (isMarked ? drawable : []));
  const spec: TopLevelSpec = {
    width: 520,
    height: 300,
    title,
    layer: [
      { ...raw, mark: { type: 'line', ...(isSmoothed ? { opacity: 0.3, strokeWidth: 1 } : {}) } },
      ...(isSmoothed ? [{ ...smooth, mark: { type: 'line' as const } }] : []),
      ...(lines.some(({ isMarked }) => isMarked) ? [{ ...marks, mark: { type: 'circle' as const } }] : []),
    ],
    encoding: {
      x: { field: 'x', type: 'quantitative', title: xLabel, scale: { zero: false, nice: false } },
      y: { field: 'y', type: 'quantitative', title: yLabel, scale: { zero: false, type: yScale } },
      color: {
        field: 'series',
        type: 'nominal',
        scale: { domain: series.map(({ name }) => name), range: [...SERIES_COLORS] },
        legend: series.length > 1 ? { title: null } : null,
      },
    },
  };
  return await renderVega(spec, title);
}

function assertSeries(series: readonly LineSeries[]): void {
  assertNotEmpty('lineChart: series', series);
  if (series.length > SERIES_COLORS.length) {
    throw new RangeError(
      `lineChart: series: expected at most ${SERIES_COLORS.length}, got ${series.length}; draw several charts.`,
    );
  }
  const seen = new Set<string>();
  for (const { name } of series) {
    if (seen.has(name))
      throw new RangeError(`lineChart: series: expected different names, got '${name}' twice.`);
    seen.add(name);
  }
}
