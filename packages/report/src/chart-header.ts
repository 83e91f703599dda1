import { markup, type Markup } from './markup.js';

export interface LegendEntry {
  readonly name: string;
  readonly color: string;
}

/** Pixels: the left margin, the place of the first line of the legend, and from one line to the next. */
const LEFT = 4;
const FIRST_LINE = 44;
const LINE = 20;
/** Widths of a letter, a little too wide on purpose: without a browser text cannot be measured. */
const LETTER = 7.2;
const DOT = 15;
const SPACE = 16;

/** The title of a chart, and under it the names of what is drawn, in as many lines as they need. */
export function chartHeader(
  title: string,
  entries: readonly LegendEntry[],
  width: number,
): { readonly header: Markup; readonly height: number } {
  let x = LEFT;
  let y = FIRST_LINE;
  const legend = entries.map(({ name, color }) => {
    const size = DOT + name.length * LETTER;
    if (x > LEFT && x + size > width) {
      x = LEFT;
      y += LINE;
    }
    const entry = markup`
<circle cx="${x + 5}" cy="${y - 4}" r="4.5" fill="${color}"/><text x="${x + DOT}" y="${y}" font-size="12" fill="currentColor" fill-opacity="0.85">${name}</text>`;
    x = round(x + size + SPACE);
    return entry;
  });
  const header = markup`
<text x="${LEFT}" y="20" font-size="15" font-weight="600" fill="currentColor">${title}</text>${legend}
`;
  return { header, height: entries.length === 0 ? 36 : y + 14 };
}

const round = (value: number): number => Math.round(value * 10) / 10;
