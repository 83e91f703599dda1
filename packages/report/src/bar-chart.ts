import { assertNotEmpty } from './assert.js';
import { markup, type Markup } from './markup.js';
import { SERIES_COLORS } from './palette.js';
import { svgDocument } from './svg-document.js';

export interface Bar {
  readonly label: string;
  /** At least 0. */
  readonly value: number;
  /** Drawn as a whisker of this length to both sides, as a standard deviation; at least 0. @default none */
  readonly spread?: number;
  /** The value as it is to be read: `98.2 %`. */
  readonly text: string;
  /** Drawn in colour; the others are grey. */
  readonly highlight?: boolean;
}

export interface BarChartOptions {
  readonly title: string;
  /** A line under the title, such as what is better. */
  readonly note?: string;
  /** From the top. */
  readonly bars: readonly Bar[];
  /** A dashed line across all bars, such as the value of real images; at least 0. */
  readonly reference?: { readonly value: number; readonly label: string };
}

/** Pixels: the whole, the space beside labels and values, a row and its bar, the space above and below the rows. */
const WIDTH = 332;
const GAP = 8;
const ROW = 30;
const BAR = 18;
const TOP = 48;
const BOTTOM = 24;
/** Without a browser text cannot be measured: widths of a letter, a little too wide on purpose; longer labels are cut off. */
const LETTER = 7;
const LONGEST_LABEL = 22;
const GREY = '#7a8594';

/**
 * Horizontal bars from 0 as SVG: a few things by one number. Text and lines take the colour of the text around them
 * (`currentColor`), so the chart suits light and dark pages.
 * @param options - The bars, and what they are compared with.
 * @returns An SVG document 332 pixels wide; each bar adds 30 to its height.
 * @throws RangeError - No bars, or a number that is negative or not finite.
 */
export function barChart({ title, note, bars, reference }: BarChartOptions): string {
  assertNotEmpty('barChart: bars', bars);
  for (const { label, value, spread = 0 } of bars) assertLengths(label, value, spread);
  if (reference) assertLengths(reference.label, reference.value);
  const ends = bars.map(({ value, spread = 0 }) => value + spread);
  const longest = Math.max(...ends, reference?.value ?? 0) || 1;
  const widest = (texts: readonly string[]): number =>
    GAP + LETTER * Math.min(LONGEST_LABEL, Math.max(...texts.map(({ length }) => length)));
  const left = widest(bars.map(({ label }) => label));
  const right = WIDTH - GAP - widest(bars.map(({ text: written }) => written));
  const x = (value: number): number => round(left + (value / longest) * (right - left));
  const bottom = TOP + bars.length * ROW;
  return svgDocument(title, WIDTH, bottom + (reference ? BOTTOM : 6), [
    markup`<text x="4" y="18" font-size="15" font-weight="600" fill="currentColor">${title}</text>`,
    ...(note === undefined ? [] : [text(4, 36, 'start', note, 0.7)]),
    ...bars.map((bar, index) => row(bar, TOP + index * ROW, x)),
    ...(reference === undefined
      ? []
      : [
          markup`
<path d="M${x(reference.value)} ${TOP - 4}V${bottom}" stroke="currentColor" stroke-width="1.5" stroke-dasharray="4 3"/>`,
          text(x(reference.value), bottom + 15, 'middle', reference.label, 0.75),
        ]),
  ]);
}

function assertLengths(label: string, ...lengths: readonly number[]): void {
  for (const length of lengths) {
    if (length >= 0 && Number.isFinite(length)) continue;
    throw new RangeError(`barChart: '${label}': expected a finite number of at least 0, got ${length}.`);
  }
}

function row(
  { label, value, spread = 0, text: written, highlight }: Bar,
  top: number,
  x: (value: number) => number,
): Markup {
  const middle = top + ROW / 2;
  const color = highlight === true ? SERIES_COLORS[0] : GREY;
  const cut = label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
  const whisker =
    spread > 0
      ? markup`<path d="M${x(Math.max(0, value - spread))} ${middle}H${x(value + spread)}" stroke="currentColor" stroke-width="1.5"/>`
      : undefined;
  return markup`
<text x="${x(0) - GAP}" y="${middle + 4}" text-anchor="end" font-size="12" fill="currentColor">${cut}</text>
<rect x="${x(0)}" y="${middle - BAR / 2}" width="${round(x(value) - x(0))}" height="${BAR}" rx="2" fill="${color}"/>${whisker}
<text x="${WIDTH - 4}" y="${middle + 4}" text-anchor="end" font-size="12" font-weight="${highlight === true ? 700 : 400}" fill="currentColor">${written}</text>`;
}

const text = (x: number, y: number, anchor: string, content: string, opacity: number): Markup =>
  markup`
<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="12" fill="currentColor" fill-opacity="${opacity}">${content}</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;
