import { scale } from 'vega';
import { assertNotEmpty } from './assert.js';
import { chartHeader } from './chart-header.js';
import { markup, type Markup } from './markup.js';
import { SERIES_COLORS } from './palette.js';
import type { Point } from './points.js';
import { svgDocument } from './svg-document.js';
import { isInside, windowAround, type ScatterWindow } from './scatter-window.js';

export interface ScatterRow {
  /** What the row shows, such as a method. */
  readonly label: string;
  /** Generated points of each column. */
  readonly panels: readonly (readonly Point[])[];
}

export interface ScatterChartOptions {
  readonly title: string;
  /** Labels of the columns, such as iterations. */
  readonly columns: readonly string[];
  readonly rows: readonly ScatterRow[];
  /** Real points, drawn grey behind the generated ones in every panel. */
  readonly reference: readonly Point[];
  /** What every panel shows. @default the square around all points */
  readonly window?: ScatterWindow;
}

/** Pixels: the side of a panel, from one panel to the next, and the margins. */
const PANEL = 150;
const PITCH = 162;
const LEFT = 66;
const BOTTOM = 28;
/** Ticks so near to the ends of an axis would run into those of the next panel. */
const MARGIN = 8;
/** Real points, and their dot in the legend, on any background. */
const REAL_COLOR = '#8a8f96';

/**
 * Panels of generated points over real ones as SVG, such as Figure 4 of the paper: columns are iterations, rows are methods. All
 * panels show the same square at the same scale, x to the right and y up. A panel says how many of its points lie outside, or are
 * not finite.
 * Text and axes take the colour of the text around them (`currentColor`), so the chart suits light and dark pages.
 * @param options - The panels, and what is drawn in each.
 * @returns An SVG document; each column adds 162 pixels to its width, each row 162 to its height.
 * @throws RangeError - No rows, columns or finite points, a row with another number of panels, or a window without a
 *   size.
 */
export function scatterChart(options: ScatterChartOptions): string {
  const { title, columns, rows, reference } = options;
  assertRows(options);
  const window = resolveWindow(options);
  const x = axis(window.center[0], window.reach);
  const y = axis(window.center[1], window.reach);
  const dots = (points: readonly Point[]): string =>
    points
      .filter((point) => isInside(point, window))
      .map((point) => `M${round(x.place(point[0]))} ${round(PANEL - y.place(point[1]))}h0`)
      .join('');
  const behind = dots(reference);
  const width = LEFT + columns.length * PITCH;
  const legend = [
    { name: 'real', color: REAL_COLOR },
    { name: 'generated', color: SERIES_COLORS[0] },
  ];
  const { header, height: headerHeight } = chartHeader(title, legend, width);
  const top = headerHeight + 18;
  const panel = (points: readonly Point[], row: number, column: number): Markup => {
    const numOutside = points.filter((point) => !isInside(point, window)).length;
    const note = `${numOutside} of ${points.length} outside`;
    return markup`<g transform="translate(${LEFT + column * PITCH} ${top + row * PITCH})" stroke-linecap="round">
<rect width="${PANEL}" height="${PANEL}" stroke="currentColor" stroke-opacity="0.25"/>
<path d="${behind}" stroke="${REAL_COLOR}" stroke-width="2"/>
<path d="${dots(points)}" stroke="${SERIES_COLORS[0]}" stroke-opacity="0.8" stroke-width="2.6"/>
${numOutside > 0 ? label(PANEL - 6, PANEL - 7, 'end', note, 11) : undefined}</g>
`;
  };
  const bottom = top + (rows.length - 1) * PITCH + PANEL;
  return svgDocument(title, width, bottom + BOTTOM, [
    header,
    ...columns.map((text, column) => label(LEFT + column * PITCH + PANEL / 2, top - 8, 'middle', text)),
    ...rows.map(({ label: text }, row) => rotated(14, top + row * PITCH + PANEL / 2, text)),
    ...rows.flatMap(({ panels }, row) => panels.map((points, column) => panel(points, row, column))),
    ...columns.flatMap((_, column) =>
      x.ticks.map(({ at, text }) => label(LEFT + column * PITCH + at, bottom + 16, 'middle', text, 11)),
    ),
    ...rows.flatMap((_, row) =>
      y.ticks.map(({ at, text }) => label(LEFT - 6, top + row * PITCH + PANEL - at + 4, 'end', text, 11)),
    ),
  ]);
}

function assertRows({ columns, rows }: ScatterChartOptions): void {
  assertNotEmpty('scatterChart: columns', columns);
  assertNotEmpty('scatterChart: rows', rows);
  for (const { label: name, panels } of rows) {
    if (panels.length === columns.length) continue;
    throw new RangeError(
      `scatterChart: rows: '${name}': expected one panel for each of ${columns.length} columns, got ${panels.length}.`,
    );
  }
}

function resolveWindow({ rows, reference, window }: ScatterChartOptions): ScatterWindow {
  if (window !== undefined) {
    if (!window.center.every(Number.isFinite) || !(window.reach > 0 && Number.isFinite(window.reach))) {
      throw new RangeError(
        `scatterChart: window: expected a finite center and a reach > 0, got [${window.center.join(', ')}] and ${window.reach}.`,
      );
    }
    return window;
  }
  const around = windowAround([reference, ...rows.flatMap(({ panels }) => panels)]);
  if (around === undefined)
    throw new RangeError('scatterChart: expected at least one finite point, got none.');
  return around;
}

interface Axis {
  /** Pixels from the lower end of the axis. */
  readonly place: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** What is used here of the scales of Vega, which it leaves untyped. */
interface LinearScale {
  domain(ends: readonly [number, number]): this;
  ticks(count: number): readonly number[];
  tickFormat(count: number): (value: number) => string;
}

function axis(center: number, reach: number): Axis {
  const newScale = scale('linear') as () => LinearScale;
  const linear = newScale().domain([center - reach, center + reach]);
  const place = (value: number): number => ((value - center + reach) / (2 * reach)) * PANEL;
  const format = linear.tickFormat(4);
  const ticks = linear.ticks(4).map((value) => ({ at: round(place(value)), text: format(value) }));
  return { place, ticks: ticks.filter(({ at }) => at >= MARGIN && at <= PANEL - MARGIN) };
}

const label = (x: number, y: number, anchor: string, text: string, size = 12): Markup =>
  markup`<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" fill="currentColor" fill-opacity="0.8">${text}</text>`;

const rotated = (x: number, y: number, text: string): Markup =>
  markup`<text transform="translate(${x} ${y}) rotate(-90)" text-anchor="middle" font-size="12" fill="currentColor">${text}</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;
