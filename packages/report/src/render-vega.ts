import { None, parse, View, type LoggerInterface } from 'vega';
import { compile, type Config, type TopLevelSpec } from 'vega-lite';
import { chartHeader, type LegendEntry } from './chart-header.js';
import { Markup } from './markup.js';
import { svgDocument } from './svg-document.js';
import { FONT } from './palette.js';

/** Text and axes take the colour of the page around the chart. */
const CONFIG: Config = {
  font: FONT,
  view: { stroke: null },
  axis: {
    labelColor: 'currentColor',
    labelOpacity: 0.75,
    labelFontSize: 12,
    titleColor: 'currentColor',
    titleOpacity: 0.75,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    gridColor: 'currentColor',
    gridOpacity: 0.12,
    domain: false,
    labelFlush: false,
    ticks: false,
    labelPadding: 6,
    tickCount: 6,
    format: ',.7~g',
  },
  line: { strokeWidth: 2, strokeJoin: 'round', strokeCap: 'round' },
  circle: { size: 36, opacity: 1 },
};

/** What Vega reports to: nothing is printed, and an error is thrown, where Vega would go on with half a drawing. */
const logger: LoggerInterface = {
  level: (value?: number) => (value === undefined ? None : logger),
  error: (...reasons: readonly unknown[]) => {
    throw new Error(`renderVega: ${reasons.map(String).join(' ')}`, { cause: reasons[0] });
  },
  warn: () => logger,
  info: () => logger,
  debug: () => logger,
};

/** The part of a layered chart that says what is drawn. */
export type LayeredChart = Pick<Extract<TopLevelSpec, { layer: unknown }>, 'layer' | 'encoding'>;

export interface VegaOptions {
  readonly title: string;
  readonly legend: readonly LegendEntry[];
  /** Of the whole drawing, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Draws a Vega-Lite chart as one SVG document, without a browser, under a title and a legend. */
export async function renderVega(
  chart: LayeredChart,
  { title, legend, width, height }: VegaOptions,
): Promise<string> {
  const { header, height: top } = chartHeader(title, legend, width);
  const spec: TopLevelSpec = {
    ...chart,
    width,
    height,
    autosize: { type: 'fit', contains: 'padding' },
    background: 'transparent',
    padding: { left: 4, right: 8, top, bottom: 4 },
  };
  const compiled = compile(spec, { config: CONFIG, logger }).spec;
  const view = new View(parse(compiled), { renderer: 'none', logger });
  try {
    const [, drawing = ''] = /^<svg[^>]*>(.*)<\/svg>$/s.exec(await view.toSVG()) ?? [];
    return svgDocument(title, width, height, [header, new Markup(compact(drawing))]);
  } finally {
    view.finalize();
  }
}

/** Without what a page does not need: names for scripts, empty shapes, decimals nobody sees. Text stays as it is. */
const compact = (svg: string): string =>
  svg
    .replace(/<path class="(back|fore)ground"[^>]*>/g, '')
    .replace(/<[^>]*>/g, (tag) =>
      tag
        .replace(/ (class|role|aria-[a-z]+|pointer-events|font-family)="[^"]*"/g, '')
        .replace(/ (d|transform|x2|y2)="[^"]*"/g, (places) => places.replace(/-?\d+\.\d{2,}/g, round)),
    );

const round = (number: string): string => String(Math.round(Number(number) * 10) / 10);
