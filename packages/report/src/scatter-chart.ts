import { scale } from 'vega';
import { assertNotEmpty } from './assert.js';
import { markup, type Markup } from './markup.js';
import { FONT, SERIES_COLORS } from './palette.js';
import type { Point } from './points.js';
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
const TOP = 76;
const BOTTOM = 28;

/**
 * Panels of generated points over real ones as SVG, such as Figure 4 of the paper: columns are iterations, rows are methods. All
 * panels show the same square at the same scale, x to the right and y up. A panel says how many of its points lie outside, or are
 * not finite.
 * Text, axes and real points take the colour of the text around them (`currentColor`), so the chart suits light and dark pages.
 * @returns An SVG document; each column adds 162 pixels to its width, each row 162 to its height.
 * @throws RangeError - No rows, columns or finite points, a row with another number of panels, or a window without a size.
 */
export function scatterChart(options: ScatterChartOptions): string {
  const { title, columns, rows, reference } = options;
  assertRows(options);
  const window = resolveWindow(options);
  const axes = window.center.map((center) => axis(center, window.reach));
  const [x = axis(0, 1), y = x] = axes;
  const dots = (points: readonly Point[]): string =>
    points
      .filter((point) => isInside(point, window))
      .map((point) => `M${round(x.place(point[0]))} ${round(PANEL - y.place(point[1]))}h0`)
      .join('');
  const behind = dots(reference);
  const panel = (points: readonly Point[], row: number, column: number): Markup => {
    const numOutside = points.filter((point) => !isInside(point, window)).length;
    const note = `${numOutside} of ${points.length} outside`;
    return markup`<g transform="translate(${LEFT + column * PITCH} ${TOP + row * PITCH})">
<rect width="${PANEL}" height="${PANEL}" stroke="currentColor" stroke-opacity="0.25"/>
<path d="${behind}" stroke="currentColor" stroke-opacity="0.35" stroke-width="2"/>
<path d="${dots(points)}" stroke="${SERIES_COLORS[0]}" stroke-opacity="0.8" stroke-width="2.6"/>
${numOutside > 0 ? label(PANEL - 6, PANEL - 7, 'end', note, 11) : undefined}</g>
`;
  };
  const bottom = TOP + (rows.length - 1) * PITCH + PANEL;
  const width = LEFT + columns.length * PITCH;
  const height = bottom + BOTTOM;
  return markup`<svg role="img" aria-label="${title}" xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" fill="none" stroke-linecap="round">
<text x="4" y="20" font-size="15" font-weight="600" fill="currentColor">${title}</text>
<path d="M9 40h0" stroke="currentColor" stroke-opacity="0.5" stroke-width="7"/>${label(18, 44, 'start', 'real')}
<path d="M59 40h0" stroke="${SERIES_COLORS[0]}" stroke-width="7"/>${label(68, 44, 'start', 'generated')}
${columns.map((text, column) => label(LEFT + column * PITCH + PANEL / 2, TOP - 8, 'middle', text))}
${rows.map(({ label: text }, row) => rotated(14, TOP + row * PITCH + PANEL / 2, text))}
${rows.flatMap(({ panels }, row) => panels.map((points, column) => panel(points, row, column)))}
${columns.flatMap((_, column) => x.ticks.map(({ at, text }) => label(LEFT + column * PITCH + at, bottom + 16, 'middle', text, 11)))}
${rows.flatMap((_, row) => y.ticks.map(({ at, text }) => label(LEFT - 6, TOP + row * PITCH + PANEL - at + 4, 'end', text, 11)))}
</svg>`.text;
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

function axis(center: number, reach: number): Axis {
  const place = (value: number): number => ((value - center + reach) / (2 * reach)) * PANEL;
  const linear = scale('linear')().domain([center - reach, center + reach]);
  const format = linear.tickFormat(3) as (value: number) => string;
  const ticks = (linear.ticks(3) as number[]).map((value) => ({
    at: round(place(value)),
    text: format(value),
  }));
  return { place, ticks };
}

const label = (x: number, y: number, anchor: string, text: string, size = 12): Markup =>
  markup`<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" fill="currentColor" fill-opacity="0.8">${text}</text>`;

const rotated = (x: number, y: number, text: string): Markup =>
  markup`<text transform="translate(${x} ${y}) rotate(-90)" text-anchor="middle" font-size="12" fill="currentColor">${text}</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;
