import { None, parse, View, type LoggerInterface } from 'vega';
import { compile, type Config, type TopLevelSpec } from 'vega-lite';
import { markup } from './markup.js';
import { FONT } from './palette.js';

/** Text and axes take the colour of the page around the chart. */
const CONFIG: Config = {
  font: FONT,
  view: { stroke: null },
  title: { anchor: 'start', fontSize: 15, fontWeight: 600, color: 'currentColor', offset: 12 },
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
    ticks: false,
    labelPadding: 6,
    tickCount: 6,
  },
  legend: {
    orient: 'top',
    labelColor: 'currentColor',
    labelFontSize: 12,
    labelLimit: 150,
    symbolType: 'stroke',
    symbolStrokeWidth: 3,
    columns: 4,
    offset: 6,
  },
  line: { strokeWidth: 2, strokeJoin: 'round', strokeCap: 'round' },
  circle: { size: 36, opacity: 1 },
};

/** Compilers and views report to it; the library prints nothing. */
const silent: LoggerInterface = {
  level: ((value?: number) => (value === undefined ? None : silent)) as LoggerInterface['level'],
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
};

/** Draws a Vega-Lite chart as one SVG document, without a browser. `label` is read by screen readers. */
export async function renderVega(spec: TopLevelSpec, label: string): Promise<string> {
  const full: TopLevelSpec = {
    autosize: { type: 'fit', contains: 'padding' },
    background: 'transparent',
    padding: 4,
    ...spec,
  };
  const compiled = compile(full, { config: CONFIG, logger: silent }).spec;
  const view = new View(parse(compiled), { renderer: 'none', logger: silent });
  try {
    return compact(await view.toSVG(), label);
  } finally {
    view.finalize();
  }
}

/** Without what a page does not need: names for scripts, empty shapes, decimals nobody sees. */
function compact(svg: string, label: string): string {
  return svg
    .replace(/<path class="(back|fore)ground"[^>]*\/>/g, '')
    .replace(/ (class|role|aria-[a-z]+|pointer-events|xmlns:xlink|version)="[^"]*"/g, '')
    .replace(/ (d|transform)="[^"]*"/g, (text) =>
      text.replace(/\d+\.\d{2,}/g, (n) => String(round(Number(n)))),
    )
    .replace('<svg ', `<svg role="img" aria-label="${markup`${label}`.text}" `);
}

const round = (value: number): number => Math.round(value * 10) / 10;
