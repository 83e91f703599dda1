import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { addresses, attributes, isWellFormed } from './__fixtures__/xml.js';
import { scatterChart, type Point, type ScatterChartOptions } from './index.js';
import { SERIES_COLORS } from './palette.js';

const [GENERATED] = SERIES_COLORS;
const square: readonly Point[] = [[-1, -1], [1, -1], [1, 1], [-1, 1]]; // prettier-ignore
const window = { center: [0, 0] as Point, reach: 2 };
const one = (points: readonly Point[]): ScatterChartOptions => ({
  title: 'Ring',
  columns: ['500'],
  rows: [{ label: 'GAN', panels: [points] }],
  reference: square,
  window,
});

/** Centres of the dots of a colour in each panel, in pixels of the panel. */
const dotsOf = (svg: string, color: string): Point[][] =>
  [...svg.matchAll(/<path d="([^"]*)" stroke="([^"]*)"/g)]
    .filter(([, , stroke]) => stroke === color)
    .map(([, path = '']) =>
      [...path.matchAll(/M(\S+) (\S+)h0/g)].map(([, x, y]): Point => [Number(x), Number(y)]),
    );

describe('scatterChart', () => {
  it('convention: x to the right, y up, both at the same scale', () => {
    const points: readonly Point[] = [[0, 0], [2, 0], [0, 2], [-1, -2]]; // prettier-ignore
    const [dots = []] = dotsOf(scatterChart(one(points)), GENERATED);
    const [center = [0, 0]] = dots;
    const [half = NaN] = [dots[1]?.[0] ?? NaN].map((x) => x - center[0]);
    expect(half).toBeGreaterThan(50);
    expect(dots.map(([x, y]) => [(x - center[0]) / half, (center[1] - y) / half])).toEqual([[0, 0], [1, 0], [0, 1], [-0.5, -1]]); // prettier-ignore
  });
  it('draws a dot where the point is', async () => {
    const svg = scatterChart(one([[1, 1]]));
    const [[dot = [NaN, NaN]] = []] = dotsOf(svg, GENERATED);
    const [, left, top] = /translate\((\d+) (\d+)\)" stroke/.exec(svg) ?? [];
    const { data, info } = await sharp(Buffer.from(svg)).raw().toBuffer({ resolveWithObject: true });
    const at =
      (Math.round(Number(top) + dot[1]) * info.width + Math.round(Number(left) + dot[0])) * info.channels;
    const [r = 0, g = 0, b = 0, alpha = 0] = data.subarray(at, at + 4);
    expect(alpha).toBeGreaterThan(60);
    expect(b).toBeGreaterThan(r + 50);
    expect(b).toBeGreaterThan(g);
  });
  it('has a panel for each row and column, the real points in every one', () => {
    const rows = ['GAN', 'WGAN', 'FM'].map((label, row) => ({
      label,
      panels: [0, 1].map((column): Point[] => Array.from({ length: 1 + row * 2 + column }, () => [0, 0])),
    }));
    const svg = scatterChart({ ...one([]), columns: ['500', '2,000'], rows });
    expect(dotsOf(svg, GENERATED).map((dots) => dots.length)).toEqual([1, 2, 3, 4, 5, 6]);
    const behind = [...svg.matchAll(/<path d="([^"]*)" stroke/g)].filter((_, index) => index % 2 === 0);
    expect(behind.map(([, path = '']) => path.split('h0').length - 1)).toEqual([4, 4, 4, 4, 4, 4]);
    expect(new Set(behind.map(([path]) => path)).size).toBe(1);
    for (const text of ['500', '2,000', 'GAN', 'WGAN', 'FM', 'Ring'])
      expect(svg).toContain(`>${text}</text>`);
    const places = [...svg.matchAll(/translate\((\d+) (\d+)\)" stroke/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    const [[x0 = 0, y0 = 0] = []] = places;
    expect(places.map(([x = 0, y = 0]) => [x - x0, y - y0])).toEqual([[0, 0], [162, 0], [0, 162], [162, 162], [0, 324], [162, 324]]); // prettier-ignore
  });
  it('says how many points lie outside, or are not finite', () => {
    const svg = scatterChart(one([[3, 0], [0, -2.1], [NaN, 0], [0, Infinity], [0.5, 0.5]])); // prettier-ignore
    expect(svg).toContain('>4 of 5 outside</text>');
    expect(dotsOf(svg, GENERATED)).toHaveLength(1);
    expect(dotsOf(svg, GENERATED)[0]).toHaveLength(1);
    expect(scatterChart(one(square))).not.toContain('outside');
  });
  it('shows all points where no window is given', () => {
    const points: readonly Point[] = [[-70, 3], [NaN, 900], [20, 45]]; // prettier-ignore
    const svg = scatterChart({ ...one(points), window: undefined });
    const [dots = []] = dotsOf(svg, GENERATED);
    expect(dots).toHaveLength(2);
    for (const [x, y] of dots) expect([x > 0 && x < 150, y > 0 && y < 150]).toEqual([true, true]);
    expect(svg).toContain('>1 of 3 outside</text>');
    expect(scatterChart({ ...one([]), reference: [[4, 4]], window: undefined })).not.toMatch(/NaN|Infinity/);
  });
  it('escapes every text, loads nothing, and suits light and dark pages', async () => {
    const text = `<b>&"'`;
    const svg = scatterChart({
      ...one(square),
      title: text,
      columns: [text],
      rows: [{ label: text, panels: [square] }],
    });
    expect(await isWellFormed(svg)).toBe(true);
    expect(svg.match(/&lt;b&gt;&amp;&quot;&#39;/g)).toHaveLength(4); // the title twice: also for screen readers
    expect(addresses(svg)).toEqual([]);
    const colors = new Set([...attributes(svg, 'fill'), ...attributes(svg, 'stroke')]);
    expect([...colors].sort()).toEqual(['#8a8f96', GENERATED, 'currentColor', 'none'].sort());
  });
  it('says what is wrong', () => {
    expect(() => scatterChart({ ...one([]), columns: [] })).toThrow(
      'scatterChart: columns must not be empty.',
    );
    expect(() => scatterChart({ ...one([]), rows: [] })).toThrow('scatterChart: rows must not be empty.');
    expect(() => scatterChart({ ...one([]), columns: ['1', '2'] })).toThrow(
      "scatterChart: rows: 'GAN': expected one panel for each of 2 columns, got 1.",
    );
    expect(() => scatterChart({ ...one([[NaN, 0]]), reference: [], window: undefined })).toThrow(
      'scatterChart: expected at least one finite point, got none.',
    );
    expect(() => scatterChart({ ...one([]), window: { center: [0, NaN], reach: 0 } })).toThrow(
      'scatterChart: window: expected a finite center and a reach > 0, got [0, NaN] and 0.',
    );
  });
});
